import { type Page, expect, test } from "@playwright/test";
import { column, kept, ready, signIn, synced, visit } from "./support/app.ts";
import { useServer } from "./support/server.ts";

useServer();
// Requests of a service worker cannot be held back here; without one every file is asked for.
test.use({ serviceWorkers: "block" });

const CHUNK = /\/(split|chunk)_[^/]*\.wasm$/;

/** How many chunks the page has asked for. */
async function fetched(page: Page): Promise<number> {
  const names = await page.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name));
  return names.filter((name) => CHUNK.test(name)).length;
}

test("the first screen needs no chunk; all of them come when it is calm", async ({ page }) => {
  await signIn(page);
  await kept(page);
  let held = 0;
  let isAway = true;
  await page.route(CHUNK, async (route) => {
    held += 1;
    await (isAway ? route.abort() : route.continue());
  });
  await page.reload();
  await ready(page);
  await expect(page.locator(".hourglass")).toBeVisible();
  await expect.poll(() => held).toBeGreaterThan(0);

  isAway = false;
  await page.reload();
  await ready(page);
  let before = -1;
  await expect
    .poll(async () => {
      const now = await fetched(page);
      const settled = now > 0 && now === before;
      before = now;
      return settled;
    }, { intervals: [1_000] })
    .toBe(true);
  await page.context().setOffline(true);
  await visit(page, "/board");
  await expect(page.locator("[data-deal]").first()).toBeVisible();
  await visit(page, "/hypotheses");
  await expect(page.locator("h1")).toBeVisible();
  expect(await fetched(page)).toBe(before);
});

test("a page that cannot be fetched says so, and can be tried again", async ({ page }) => {
  await signIn(page);
  await kept(page);
  // Switched by the handler: what is asked for while a route is taken away hangs at times.
  let isAway = true;
  await page.route(CHUNK, (route) => (isAway ? route.abort() : route.continue()));
  await page.goto("/board");
  await expect(page.getByRole("alert")).toContainText("could not be fetched");
  // The rest of the app goes on.
  await visit(page, "/");
  await expect(page.locator(".hourglass")).toBeVisible();
  await visit(page, "/board");
  await expect(page.getByRole("alert")).toBeVisible();
  isAway = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.locator("[data-deal]").first()).toBeVisible();
});

test("what is changed before the app can save and send is kept, and sent when it can", async ({ page }) => {
  await signIn(page, "sales");
  await kept(page);
  let release: () => void = () => undefined;
  let held = 0;
  const released = new Promise<void>((done) => (release = done));
  await page.route(/\/split_sync[^/]*\.wasm$/, async (route) => {
    held += 1;
    await released;
    await route.continue();
  });
  await page.goto("/board?lens=sales");
  await ready(page);
  const [from, to] = [column(page, "Received the design"), column(page, "Received the quote")];
  const card = from.locator("[data-deal]").first();
  const id = await card.getAttribute("data-deal");
  await card.locator("[data-move]").click();
  await page.getByRole("menu").getByRole("menuitem", { name: "Received the quote" }).click();
  await expect(from.locator(`[data-deal="${id}"]`)).toHaveCount(0);
  await expect(page.locator("body")).toHaveAttribute("data-outbox", "1");
  expect(held).toBeGreaterThan(0);

  release();
  await synced(page);
  await page.reload();
  await ready(page);
  await expect(to.locator(`[data-deal="${id}"]`)).toBeVisible();
});
