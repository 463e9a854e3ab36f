import { type BrowserContext, type Page, expect, test } from "@playwright/test";
import { ready, signIn, synced } from "./support/app.ts";
import { useServer } from "./support/server.ts";

const server = useServer();

/** Ids of deals on the board. */
async function deals(page: Page, count: number): Promise<string[]> {
  const ids = await page.locator("[data-deal]").evaluateAll((cards) => cards.map((card) => card.getAttribute("data-deal")!));
  return ids.slice(0, count);
}

async function rename(page: Page, title: string): Promise<void> {
  const heading = page.getByRole("heading", { level: 1 });
  await heading.getByRole("button").click();
  await heading.getByRole("textbox").fill(title);
  await heading.getByRole("textbox").press("Enter");
  await expect(heading).toHaveText(title);
}

/** Titles of deals as the server has them, and how often each was changed. */
async function atTheServer(context: BrowserContext, ids: string[]): Promise<{ titles: string[]; changes: number[] }> {
  const snapshot = await (await context.request.get(`${server().url}/api/snapshot`)).json();
  const titles = ids.map((id) => snapshot.entities.find((e: { id: string }) => e.id === id).title as string);
  const logs = await Promise.all(ids.map(async (id) => (await context.request.get(`${server().url}/api/history?record=${id}`)).json()));
  return { titles, changes: logs.map((log) => log.lines.length as number) };
}

test("of four tabs the one that sends is killed: all that was written in any of them arrives, once", async ({ page, context }) => {
  test.slow();
  await signIn(page, "sales", "/board");
  await synced(page);
  const ids = await deals(page, 4);
  const tabs = [page, await context.newPage(), await context.newPage(), await context.newPage()];
  for (const [n, tab] of tabs.entries()) {
    await tab.goto(`/deals/${ids[n]}`);
    await ready(tab);
  }
  await server().stop();
  for (const [n, tab] of tabs.entries()) {
    for (const word of ["one", "two", "three"]) await rename(tab, `Tab ${n}: ${word}`);
  }
  // Killed as a crash does it: no event tells the others.
  const devtools = await context.newCDPSession(tabs[0]);
  void devtools.send("Page.crash").catch(() => undefined);
  await tabs[0].waitForEvent("crash");
  await server().start();
  await synced(tabs[3], 60_000);
  await expect
    .poll(async () => (await atTheServer(context, ids)).titles, { timeout: 60_000 })
    .toEqual([0, 1, 2, 3].map((n) => `Tab ${n}: three`));
  expect((await atTheServer(context, ids)).changes).toEqual([3, 3, 3, 3]);
});

test("storage that is deleted in mid-session is made anew, and nothing that was written is lost", async ({ page, context }) => {
  await signIn(page, "sales", "/board");
  await synced(page);
  const ids = await deals(page, 1);
  const before = (await atTheServer(context, ids)).changes[0];
  await page.goto(`/deals/${ids[0]}`);
  await ready(page);
  await context.setOffline(true);
  await rename(page, "Before the storage went");
  await expect(page.locator("body")).toHaveAttribute("data-outbox", "1");
  await page.evaluate(
    () =>
      new Promise<void>((done, failed) => {
        const request = indexedDB.deleteDatabase("smarketing");
        request.onsuccess = () => done();
        request.onerror = () => failed(request.error);
      }),
  );
  await rename(page, "After the storage went");
  // It is on the disk again: a new start shows it.
  await expect(page.getByText("Saving")).toHaveCount(0);
  await page.waitForTimeout(1_500);
  await context.setOffline(false);
  await synced(page, 60_000);
  await page.reload();
  await ready(page);
  await synced(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("After the storage went");
  expect(await atTheServer(context, ids)).toEqual({ titles: ["After the storage went"], changes: [before + 2] });
});

test("a tab that is older than the database lets the newer one have it, keeps its work, and says what to do", async ({ page, context }) => {
  await signIn(page, "sales", "/board");
  await synced(page);
  const ids = await deals(page, 1);
  await page.goto(`/deals/${ids[0]}`);
  await ready(page);
  const newer = await context.newPage();
  await newer.goto("/healthz");
  await context.setOffline(true);
  await rename(page, "Written in the old tab");
  await expect(page.locator("body")).toHaveAttribute("data-outbox", "1");
  // A page of a newer build opens the database with another version.
  const kept = await newer.evaluate(
    () =>
      new Promise<string[]>((done, failed) => {
        const request = indexedDB.open("smarketing", 1_000);
        request.onerror = () => failed(request.error);
        request.onblocked = () => undefined;
        request.onsuccess = () => {
          const rows = request.result.transaction("outbox").objectStore("outbox").getAll();
          rows.onsuccess = () => {
            request.result.close();
            done(rows.result.map(String));
          };
        };
      }),
  );
  expect(kept.join()).toContain("Written in the old tab");
  await context.setOffline(false);
  await page.bringToFront();
  await expect(page.getByText("There is a newer version").first()).toBeVisible({ timeout: 30_000 });
});
