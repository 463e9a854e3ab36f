import { expect, test } from "@playwright/test";
import { Finger, column, dragByMouse, middle, pause, signIn, synced, total } from "./support/app.ts";
import { useServer } from "./support/server.ts";

useServer();

const FROM = "Received the design";
const TO = "Received the quote";

test.describe("with a mouse", () => {
  test("a dragged card changes both sums, exactly and at once, and arrives at the server", async ({ page }) => {
    await signIn(page, "sales", "/board?lens=sales");
    const [from, to] = [column(page, FROM), column(page, TO)];
    const card = from.locator("[data-deal]").first();
    const id = await card.getAttribute("data-deal");
    const before = { from: await total(from), to: await total(to) };
    await dragByMouse(page, card, to.locator("[data-deal]").first());
    await expect(to.locator(`[data-deal="${id}"]`)).toBeVisible();
    await expect(to.locator(`[data-deal="${id}"]`)).toBeFocused();
    const after = { from: await total(from), to: await total(to) };
    expect(after.from.count).toBe(before.from.count - 1);
    expect(after.to.count).toBe(before.to.count + 1);
    const value = before.from.minor - after.from.minor;
    expect(value).toBeGreaterThan(0);
    expect(after.to.minor).toBe(before.to.minor + value);
    await synced(page);
    await page.reload();
    await expect(column(page, TO).locator(`[data-deal="${id}"]`)).toBeVisible();
  });

  test("a card dropped lower in its own column changes the order and no sum", async ({ page }) => {
    await signIn(page, "sales", "/board?lens=sales");
    const here = column(page, FROM);
    const cards = here.locator("[data-deal]");
    const first = await cards.nth(0).getAttribute("data-deal");
    const before = await total(here);
    await dragByMouse(page, cards.nth(0), cards.nth(2));
    await expect(cards.nth(0)).not.toHaveAttribute("data-deal", first ?? "");
    await expect(here.locator(`[data-deal="${first}"]`)).toBeVisible();
    await expect.poll(() => total(here)).toEqual(before);
  });

  test("Esc cancels a drag and nothing has moved", async ({ page }) => {
    await signIn(page, "sales", "/board?lens=sales");
    const [from, to] = [column(page, FROM), column(page, TO)];
    const card = from.locator("[data-deal]").first();
    const id = await card.getAttribute("data-deal");
    const before = await total(to);
    const start = await middle(card);
    const end = await middle(to);
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(start.x + 40, start.y + 10, { steps: 4 });
    await page.mouse.move(end.x, end.y, { steps: 8 });
    await expect(page.locator("[data-dragging]")).toHaveCount(1);
    await page.keyboard.press("Escape");
    await page.mouse.up();
    await expect(page.locator("[data-dragging]")).toHaveCount(0);
    await expect(from.locator(`[data-deal="${id}"]`)).toBeVisible();
    await expect.poll(() => total(to)).toEqual(before);
  });

  test("a click opens the deal", async ({ page }) => {
    await signIn(page, "sales", "/board?lens=sales");
    const card = column(page, FROM).locator("[data-deal]").first();
    const id = await card.getAttribute("data-deal");
    await card.click();
    await expect(page).toHaveURL(new RegExp(`/deals/${id}`));
  });

  test("losing a deal asks for the reason first, and undo brings it back", async ({ page }) => {
    await signIn(page, "sales", "/board");
    const from = column(page, FROM);
    const card = from.locator("[data-deal]").first();
    await card.scrollIntoViewIfNeeded();
    const id = await card.getAttribute("data-deal");
    await page.goto(`/deals/${id}`);
    await page.getByRole("button", { name: "Left without buying" }).click();
    const dialog = page.getByRole("dialog").filter({ visible: true });
    await expect(dialog).toContainText("Why was the deal lost?");
    await dialog.getByLabel("Reason").fill("Chose a friend's carpenter");
    await dialog.getByRole("button", { name: "Mark as lost" }).click();
    await expect(page.getByText("Lost: Chose a friend's carpenter.")).toBeVisible();
    await page.keyboard.press("Control+z");
    await expect(page.getByText("Lost: Chose a friend's carpenter.")).toBeHidden();
  });
});

test.describe("with a finger on a tablet", () => {
  test.use({ hasTouch: true, viewport: { width: 1024, height: 768 } });

  test("hold and move drags the card", async ({ page }) => {
    await signIn(page, "manager", "/board?lens=sales");
    const [from, to] = [column(page, FROM), column(page, TO)];
    const card = from.locator("[data-deal]").first();
    await card.scrollIntoViewIfNeeded();
    const id = await card.getAttribute("data-deal");
    const before = { from: await total(from), to: await total(to) };
    const finger = await Finger.on(page);
    await finger.drag(await middle(card), await middle(to.locator("[data-deal]").nth(1)), 600);
    await expect(to.locator(`[data-deal="${id}"]`)).toBeVisible();
    await expect.poll(async () => (await total(from)).count).toBe(before.from.count - 1);
    await expect.poll(async () => (await total(to)).count).toBe(before.to.count + 1);
  });

  test("a tap with 3 px of jitter opens the deal and moves nothing", async ({ page }) => {
    await signIn(page, "manager", "/board?lens=sales");
    const from = column(page, FROM);
    const card = from.locator("[data-deal]").nth(1);
    const id = await card.getAttribute("data-deal");
    const before = await total(from);
    const { x, y } = await middle(card);
    const finger = await Finger.on(page);
    await finger.down(x, y);
    await finger.move(x + 2, y + 2);
    await finger.move(x + 3, y);
    await finger.up();
    await expect(page).toHaveURL(new RegExp(`/deals/${id}`));
    await page.goBack();
    await expect(from.locator("[data-stage-total]")).toBeVisible();
    await expect.poll(() => total(from)).toEqual(before);
  });

  test("a swipe scrolls the column and drags nothing", async ({ page }) => {
    await signIn(page, "manager", "/board?lens=sales");
    const here = column(page, TO);
    const box = here.locator("[data-stage-scroll]");
    const before = await total(here);
    const start = await middle(here.locator("[data-deal]").nth(3));
    const finger = await Finger.on(page);
    await finger.drag(start, { x: start.x + 4, y: start.y - 260 });
    await pause(300);
    expect(await box.evaluate((element) => element.scrollTop)).toBeGreaterThan(50);
    await expect(page.locator("[data-dragging]")).toHaveCount(0);
    await expect.poll(() => total(here)).toEqual(before);
    await expect(page).toHaveURL(/\/board/);
  });
});

test("by keyboard alone: Space lifts, arrows move, Space drops; the move is announced", async ({ page }) => {
  await signIn(page, "sales", "/board?lens=sales");
  const [from, to] = [column(page, FROM), column(page, TO)];
  const card = from.locator("[data-deal]").first();
  const id = await card.getAttribute("data-deal");
  const before = await total(to);
  await card.focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await expect(to.locator(`[data-deal="${id}"]`)).toBeVisible();
  await expect.poll(async () => (await total(to)).count).toBe(before.count + 1);
  // Focus stays on the card that was moved.
  await expect(page.locator(`[data-deal="${id}"]`)).toBeFocused();
  await expect(page.locator("[aria-live]").filter({ hasText: TO }).first()).toBeAttached();
});

test("a filter is kept in the address and in the sums", async ({ page }) => {
  await signIn(page, "sales", "/board?lens=sales&channel=Partner%20designers");
  const here = column(page, TO);
  const filtered = await total(here);
  await page.reload();
  await expect(page).toHaveURL(/channel=Partner/);
  await expect.poll(() => total(here)).toEqual(filtered);
  await page.goto("/board?lens=sales");
  await expect.poll(async () => (await total(here)).count).toBeGreaterThan(filtered.count);
});
