import { type Page, expect, test } from "@playwright/test";
import { column, dragByMouse, ready, signIn, synced, total, visit } from "./support/app.ts";
import { useServer } from "./support/server.ts";

const server = useServer();
const STAGE = "Received the design";
const NEXT = "Received the quote";

/** Waits until the service worker keeps the app for offline starts. */
async function installed(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

test("an edit without the server survives a reload, and arrives when it is back", async ({ page }) => {
  await signIn(page, "sales", "/board?lens=sales");
  await synced(page);
  await installed(page);
  await server().stop();

  const [from, to] = [column(page, STAGE), column(page, NEXT)];
  const card = from.locator("[data-deal]").first();
  const id = await card.getAttribute("data-deal");
  const before = await total(to);
  await dragByMouse(page, card, to.locator("[data-deal]").first());
  await expect(to.locator(`[data-deal="${id}"]`)).toBeVisible();
  await expect(page.locator("body")).toHaveAttribute("data-sync", "offline");
  await expect(page.locator("body")).toHaveAttribute("data-outbox", "1");

  await page.reload();
  await ready(page);
  await expect(column(page, NEXT).locator(`[data-deal="${id}"]`)).toBeVisible();
  await expect.poll(async () => (await total(column(page, NEXT))).count).toBe(before.count + 1);
  await expect(page.locator("body")).toHaveAttribute("data-outbox", "1");

  await server().start();
  await synced(page, 40_000);
});

test("a colleague's screen shows a moved card in under a second", async ({ page, browser }) => {
  const other = await (await browser.newContext({ baseURL: server().url })).newPage();
  await signIn(page, "sales", "/board?lens=sales");
  await signIn(other, "manager", "/board?lens=sales");
  await synced(page);
  await synced(other);
  const card = column(page, STAGE).locator("[data-deal]").first();
  const id = await card.getAttribute("data-deal");
  const shown = other.locator(`[data-stage]:has(h2:text-is("${NEXT}"), h3:text-is("${NEXT}")) [data-deal="${id}"]`);
  await dragByMouse(page, card, column(page, NEXT).locator("[data-deal]").first());
  const dropped = Date.now();
  await expect(shown).toBeVisible({ timeout: 5_000 });
  test.info().annotations.push({ type: "measured", description: `${Date.now() - dropped} ms from drop to the other screen` });
  await other.context().close();
});

test("a change that the server refuses is rolled back, and its reason waits in the tray", async ({ page, browser }) => {
  const other = await (await browser.newContext({ baseURL: server().url })).newPage();
  await signIn(page, "sales", "/board?lens=sales");
  await signIn(other, "manager", "/board?lens=sales");
  await synced(page);
  const card = column(page, STAGE).locator("[data-deal]").first();
  const id = await card.getAttribute("data-deal");
  const before = await total(column(page, NEXT));

  // This browser loses the network; somebody else deletes the deal meanwhile.
  await page.context().setOffline(true);
  await dragByMouse(page, card, column(page, NEXT).locator("[data-deal]").first());
  await expect(page.locator("body")).toHaveAttribute("data-outbox", "1");
  await other.goto(`/deals/${id}`);
  await other.getByRole("button", { name: "Delete", exact: true }).first().click();
  await synced(other);
  await page.context().setOffline(false);

  await expect(page.locator("body")).toHaveAttribute("data-sync", "rejected", { timeout: 40_000 });
  await expect(page.locator("body")).toHaveAttribute("data-outbox", "0");
  await expect.poll(async () => (await total(column(page, NEXT))).count).toBe(before.count);
  await page.getByRole("button", { name: "Needs attention" }).click();
  const tray = page.getByRole("dialog").filter({ visible: true });
  await expect(tray).toContainText("Somebody deleted this in the meantime");
  // It stays until it is dismissed, also over a reload.
  await page.reload();
  await ready(page);
  await expect(page.locator("body")).toHaveAttribute("data-sync", "rejected");
  await page.getByRole("button", { name: "Needs attention" }).click();
  await page.getByRole("dialog").filter({ visible: true }).getByRole("button", { name: "Dismiss" }).click();
  await synced(page);
  await other.context().close();
});

test("two tabs of one person show the same and send everything", async ({ page, context }) => {
  await signIn(page, "sales", "/board?lens=sales");
  await synced(page);
  const second = await context.newPage();
  await second.goto("/board?lens=sales");
  await ready(second);
  const id = await column(page, STAGE).locator("[data-deal]").first().getAttribute("data-deal");
  await dragByMouse(page, page.locator(`[data-deal="${id}"]`), column(page, NEXT).locator("[data-deal]").first());
  await expect(column(second, NEXT).locator(`[data-deal="${id}"]`)).toBeVisible();
  await synced(page);
  await synced(second);
  await visit(second, "/");
  await expect(second.locator("[data-hourglass-stage]").first()).toBeAttached();
});
