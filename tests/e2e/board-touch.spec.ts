// Swipes, “Later”, and choosing by finger.
import { type Locator, type Page, expect, test } from "@playwright/test";
import { Finger, column, middle, pause, signIn, synced, total } from "./support/app.ts";
import { useServer } from "./support/server.ts";

useServer();

const FROM = "Received the design";
const TO = "Received the quote";

const dialog = (page: Page): Locator => page.getByRole("dialog").filter({ visible: true });

test.describe("with a finger", () => {
  test.use({ hasTouch: true, viewport: { width: 1024, height: 768 } });

  /** The first card of the column, fully in sight: its id, middle and width. */
  async function first(page: Page) {
    const card = column(page, FROM).locator("[data-deal]").first();
    await card.scrollIntoViewIfNeeded();
    await pause(300); // the strip snaps
    const box = (await card.boundingBox())!;
    return { card, id: (await card.getAttribute("data-deal")) ?? "", width: box.width, ...(await middle(card)) };
  }

  test("a swipe to the right moves the card on, and undo takes it back", async ({ page }) => {
    await signIn(page, "manager", "/board?lens=sales");
    const from = column(page, FROM);
    const before = await total(from);
    const { id, x, y, width } = await first(page);
    const finger = await Finger.on(page);
    await finger.down(x - width / 4, y);
    for (let by = 4; by <= width / 2; by += 8) await finger.move(x - width / 4 + by, y);
    const hint = page.locator("[data-swipe-hint]");
    await expect(hint).toHaveAttribute("data-side", "next");
    await expect(hint).toHaveAttribute("data-ripe", "");
    await expect(hint.locator('[data-hint="next"]')).toContainText(TO);
    await finger.up();
    await expect(column(page, TO).locator(`[data-deal="${id}"]`)).toHaveCount(1);
    await expect.poll(async () => (await total(from)).count).toBe(before.count - 1);
    await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
    await expect(from.locator(`[data-deal="${id}"]`)).toHaveCount(1);
    await expect(hint).toBeHidden();
  });

  test("let go before a third of the card, a swipe does nothing; nor does it open the deal", async ({ page }) => {
    await signIn(page, "manager", "/board?lens=sales");
    const from = column(page, FROM);
    const before = await total(from);
    const { x, y, width } = await first(page);
    const finger = await Finger.on(page);
    for (const way of [1, -1]) {
      await finger.drag({ x, y }, { x: x + (way * width) / 5, y });
      await pause(400);
    }
    await expect(dialog(page)).toHaveCount(0);
    await expect(page).toHaveURL(/\/board/);
    await expect(page.locator("[data-sliding]")).toHaveCount(0);
    await expect.poll(() => total(from)).toEqual(before);
  });

  test("a second finger stops a swipe", async ({ page }) => {
    await signIn(page, "manager", "/board?lens=sales");
    const { x, y, width } = await first(page);
    const before = await total(column(page, FROM));
    const cdp = await page.context().newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: { x: number; y: number; id: number }[]) =>
      cdp.send("Input.dispatchTouchEvent", { type, touchPoints });
    await touch("touchStart", [{ x, y, id: 1 }]);
    for (let by = 4; by <= width / 2; by += 8) await touch("touchMove", [{ x: x + by, y, id: 1 }]);
    await expect(page.locator("[data-sliding]")).toHaveCount(1);
    await touch("touchStart", [{ x: x + width / 2, y, id: 1 }, { x: 40, y: 700, id: 2 }]);
    await touch("touchEnd", []);
    await expect(page.locator("[data-sliding]")).toHaveCount(0);
    await expect.poll(() => total(column(page, FROM))).toEqual(before);
  });

  test("a swipe to the left asks until when: a tap puts the next step off, and undo brings it back", async ({ page }) => {
    await signIn(page, "manager", "/board?lens=sales");
    const { card, id, x, y, width } = await first(page);
    const before = await card.locator(".urgency").textContent();
    const finger = await Finger.on(page);
    await finger.drag({ x: x + width / 4, y }, { x: x - width / 4, y });
    await expect(dialog(page)).toContainText("until when?");
    await dialog(page).locator('[data-later="month"]').click();
    await expect(dialog(page)).toHaveCount(0);
    const face = column(page, FROM).locator(`[data-deal="${id}"] .urgency`);
    await expect(face).toHaveAttribute("data-urgency", "later");
    await expect(face).not.toHaveText(before ?? "");
    await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
    await expect(face).toHaveText(before ?? "");
  });

  test("“Select” in the menu begins choosing, and taps choose more", async ({ page }) => {
    await signIn(page, "manager", "/board?lens=sales");
    const from = column(page, FROM);
    const { card } = await first(page);
    await card.locator("[data-move]").tap();
    await page.getByRole("menuitem", { name: "Select", exact: true }).tap();
    await expect(page.locator("[data-selected-count]")).toHaveAttribute("data-selected-count", "1");
    await from.locator("[data-deal]").nth(1).tap();
    await expect(page.locator("[data-selected-count]")).toHaveAttribute("data-selected-count", "2");
    await expect(page).toHaveURL(/\/board/);
    for (const button of await page.locator("[data-selection] button").all()) {
      expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(44);
    }
    await page.locator("[data-clear]").tap();
    await expect(page.locator("[data-selected]")).toHaveCount(0);
  });

  test("after a hold a sideways move drags, it does not swipe", async ({ page }) => {
    await signIn(page, "manager", "/board?lens=sales");
    const { x, y } = await first(page);
    const before = await total(column(page, FROM));
    const finger = await Finger.on(page);
    await finger.down(x, y);
    await pause(600);
    await finger.move(x + 60, y);
    await expect(page.locator("[data-dragging]")).toHaveCount(1);
    await expect(page.locator("[data-sliding]")).toHaveCount(0);
    await finger.move(x, y);
    await finger.up();
    await expect.poll(() => total(column(page, FROM))).toEqual(before);
  });
});

test.describe("on a phone", () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 780 } });

  test("the strip of columns is moved by a column's head, a card's swipe leaves it alone", async ({ page }) => {
    await signIn(page, "manager", "/board?lens=sales");
    const strip = page.locator(".board-strip");
    const scrolled = () => strip.evaluate((element) => element.scrollLeft);
    const finger = await Finger.on(page);
    const card = page.locator("[data-deal]").first();
    const at = await middle(card);
    await finger.drag(at, { x: at.x - 60, y: at.y });
    await pause(400);
    expect(await scrolled()).toBe(0);
    const head = await middle(page.locator(".column-head").first());
    await finger.drag({ x: head.x + 60, y: head.y }, { x: head.x - 160, y: head.y });
    await expect.poll(scrolled).toBeGreaterThan(100);
  });

  test("a stage's name above the column goes there, and the one in sight is marked", async ({ page }) => {
    await signIn(page, "manager", "/board?lens=sales");
    const tabs = page.locator("[data-stage-tab]");
    const columns = page.locator(".board-strip > [data-stage]");
    expect(await tabs.count()).toBe(await columns.count());
    await expect(tabs.first()).toHaveAttribute("aria-current", "true");
    for (const tab of await tabs.all()) {
      const box = await tab.boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(44);
      expect(box?.width).toBeGreaterThanOrEqual(44);
    }
    await tabs.nth(2).tap();
    await expect(tabs.nth(2)).toHaveAttribute("aria-current", "true");
    await expect(tabs.nth(0)).not.toHaveAttribute("aria-current");
    await expect.poll(async () => Math.abs((await columns.nth(2).boundingBox())?.x ?? 999)).toBeLessThan(40);
    await tabs.last().tap();
    await expect(columns.last()).toBeInViewport();
    await expect(tabs.last()).toHaveAttribute("aria-current", "true");
  });
});

test("a card dropped on “Later” stays where it stands, and its next step is on the day that was chosen", async ({ page }) => {
  await signIn(page, "sales", "/board?lens=sales");
  const from = column(page, FROM);
  const before = await total(from);
  const card = from.locator("[data-deal]").first();
  const id = await card.getAttribute("data-deal");
  const start = await middle(card);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + 30, start.y + 10, { steps: 4 });
  const zone = page.locator('[data-drop-zone="later"]');
  await expect(zone).toBeVisible();
  await pause(300); // zones slide in
  const end = await middle(zone);
  await page.mouse.move(end.x, end.y, { steps: 12 });
  await expect(zone).toHaveAttribute("data-over", "");
  await page.mouse.up();
  await dialog(page).getByLabel("Another day").fill("2001-01-01");
  await dialog(page).getByRole("button", { name: "Put off" }).click();
  await expect(dialog(page)).toContainText("Choose a day from today on.");
  await dialog(page).locator('[data-later="week"]').click();
  await expect(dialog(page)).toHaveCount(0);
  await expect(from.locator(`[data-deal="${id}"] .urgency`)).toHaveAttribute("data-urgency", "later");
  await expect.poll(() => total(from)).toEqual(before);
  await page.keyboard.press("Control+z");
  await synced(page);
});

test("what swipes do, keys and the menu do as well", async ({ page }) => {
  await signIn(page, "sales", "/board?lens=sales");
  const [from, to] = [column(page, FROM), column(page, TO)];
  const card = from.locator("[data-deal]").first();
  const id = await card.getAttribute("data-deal");
  await card.focus();
  await page.keyboard.press("l");
  await expect(dialog(page)).toContainText("until when?");
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
  await expect(card).toBeFocused();
  await page.keyboard.press("n");
  await expect(to.locator(`[data-deal="${id}"]`)).toBeFocused();
  await page.keyboard.press("Control+z");
  await expect(from.locator(`[data-deal="${id}"]`)).toBeVisible();

  await from.locator(`[data-deal="${id}"] [data-move]`).click();
  await page.getByRole("menuitem", { name: "To the next stage" }).click();
  await expect(to.locator(`[data-deal="${id}"]`)).toBeVisible();
  await page.keyboard.press("Control+z");
  await from.locator(`[data-deal="${id}"] [data-move]`).click();
  await page.getByRole("menuitem", { name: "Later …" }).click();
  await expect(dialog(page)).toContainText("until when?");
  await page.keyboard.press("Escape");
});
