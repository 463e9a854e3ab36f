// The other ways of moving deals: zones, a pen, the menu; and adding one.
import { type Page, expect, test } from "@playwright/test";
import { column, middle, pause, signIn, synced, total } from "./support/app.ts";
import { useServer } from "./support/server.ts";

useServer();

const FROM = "Received the design";
const TO = "Received the quote";

/** Lifts the first card of a column by mouse, and holds it over a zone. */
async function holdOver(page: Page, zone: "won" | "lost"): Promise<string> {
  const card = column(page, FROM).locator("[data-deal]").first();
  const id = (await card.getAttribute("data-deal")) ?? "";
  const start = await middle(card);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + 30, start.y + 10, { steps: 4 });
  const target = page.locator(`[data-drop-zone="${zone}"]`);
  await expect(target).toBeVisible();
  await pause(300); // zones slide in
  const end = await middle(target);
  await page.mouse.move(end.x, end.y, { steps: 12 });
  await expect(target).toHaveAttribute("data-over", "");
  return id;
}

test("a card dropped on “Won” is won, with its value in the sum", async ({ page }) => {
  await signIn(page, "sales", "/board?lens=sales");
  const before = await total(column(page, FROM));
  const id = await holdOver(page, "won");
  await page.mouse.up();
  await expect(column(page, FROM).locator(`[data-deal="${id}"]`)).toHaveCount(0);
  await expect.poll(async () => (await total(column(page, FROM))).count).toBe(before.count - 1);
  await synced(page);
  await page.goto(`/deals/${id}`);
  await expect(page.locator('[aria-current="step"], [aria-pressed="true"]').filter({ hasText: "Bought" }).first()).toBeVisible();
});

test("a card dropped on “Lost” asks why; without an answer it stays, with one it is lost", async ({ page }) => {
  await signIn(page, "sales", "/board?lens=sales");
  const id = await holdOver(page, "lost");
  await page.mouse.up();
  const dialog = page.getByRole("dialog").filter({ visible: true });
  await expect(dialog).toContainText("lost?");
  await page.keyboard.press("Escape");
  await expect(column(page, FROM).locator(`[data-deal="${id}"]`)).toBeVisible();

  expect(await holdOver(page, "lost")).toBe(id);
  await page.mouse.up();
  const reason = dialog.getByRole("radio").first();
  const words = (await reason.getAttribute("value")) ?? "";
  expect(words).not.toBe("");
  await reason.check({ force: true }); // its label is what one sees
  await dialog.getByRole("button", { name: "Move to lost" }).click();
  await expect(column(page, FROM).locator(`[data-deal="${id}"]`)).toHaveCount(0);
  await synced(page);
  await page.goto(`/deals/${id}`);
  await expect(page.getByText(words).first()).toBeVisible();
});

test("a pen drags as a finger does: it holds, then moves", async ({ page }) => {
  await signIn(page, "sales", "/board?lens=sales");
  const card = column(page, FROM).locator("[data-deal]").first();
  const id = await card.getAttribute("data-deal");
  const [start, end] = [await middle(card), await middle(column(page, TO).locator("[data-deal]").first())];
  const cdp = await page.context().newCDPSession(page);
  const pen = (type: "mousePressed" | "mouseMoved" | "mouseReleased", x: number, y: number) =>
    cdp.send("Input.dispatchMouseEvent", {
      type, x, y, button: "left", buttons: type === "mouseReleased" ? 0 : 1, clickCount: 1, pointerType: "pen",
    });
  await pen("mousePressed", start.x, start.y);
  await pause(600);
  for (let i = 1; i <= 16; i++) {
    await pen("mouseMoved", start.x + ((end.x - start.x) * i) / 16, start.y + ((end.y - start.y) * i) / 16);
    await pause(16);
  }
  await pen("mouseReleased", end.x, end.y);
  await expect(column(page, TO).locator(`[data-deal="${id}"]`)).toBeVisible();
});

test("the menu “Move to…” moves without any dragging, and undo takes it back", async ({ page }) => {
  await signIn(page, "sales", "/board?lens=sales");
  const card = column(page, FROM).locator("[data-deal]").first();
  const id = await card.getAttribute("data-deal");
  await card.locator("[data-move]").click();
  await page.getByRole("menu").getByRole("menuitem", { name: TO }).click();
  await expect(column(page, TO).locator(`[data-deal="${id}"]`)).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(column(page, FROM).locator(`[data-deal="${id}"]`)).toBeVisible();
});

test("what a customer said is written down at the card, by its menu and by a key", async ({ page }) => {
  await signIn(page, "sales", "/board?lens=sales");
  const card = column(page, FROM).locator("[data-deal]").first();
  const id = await card.getAttribute("data-deal");
  await card.locator("[data-move]").click();
  await page.getByRole("menuitem", { name: "What the customer said …" }).click();
  const dialog = page.getByRole("dialog").filter({ visible: true });
  await expect(dialog).toContainText("what did the customer say?");
  await dialog.getByLabel("What did they say?").fill("The stairs are too narrow for a wardrobe");
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog).toHaveCount(0);

  // By a key, with one tap on what others have said; Escape writes nothing.
  await card.focus();
  await page.keyboard.press("i");
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(card).toBeFocused();
  await page.keyboard.press("i");
  const chip = dialog.locator(".capture-chip").first();
  const said = (await chip.locator("span").textContent())!.trim();
  await chip.click();
  await expect(dialog).toHaveCount(0);
  await synced(page);
  await page.goto(`/deals/${id}`);
  const heard = page.getByRole("blockquote");
  await expect(heard.filter({ hasText: "too narrow for a wardrobe" })).toBeVisible();
  await expect(heard.filter({ hasText: said }).first()).toBeVisible();
});

test("a deal is added in a column, at its top, with its value in the sum", async ({ page }) => {
  await signIn(page, "sales", "/board?lens=sales");
  const here = column(page, FROM);
  const before = await total(here);
  await here.getByRole("button", { name: `Add a deal to “${FROM}”` }).click();
  await page.getByLabel("Title", { exact: true }).fill("Bookcase for the landing");
  await page.getByLabel(/^Value/).fill("1.2k");
  await page.getByLabel(/^Value/).press("Enter");
  await expect(here.locator("[data-deal]").first()).toContainText("Bookcase for the landing");
  const after = await total(here);
  expect(after.count).toBe(before.count + 1);
  expect(after.minor).toBe(before.minor + 120_000);
});
