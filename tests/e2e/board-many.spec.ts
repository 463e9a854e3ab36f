// Several cards that go together: chosen, dragged, moved by the menu, taken back.
import AxeBuilder from "@axe-core/playwright";
import { type Locator, type Page, expect, test } from "@playwright/test";
import { column, dragByMouse, middle, pause, ready, signIn, synced, total } from "./support/app.ts";
import { useServer } from "./support/server.ts";

useServer();

const FROM = "Received the design";
const TO = "Received the quote";

const cards = (here: Locator) => here.locator("[data-deal]");

async function idOf(card: Locator): Promise<string> {
  return (await card.getAttribute("data-deal")) ?? "";
}

/** Chooses the first and the third card of a column by Ctrl-click; answers their ids in their order. */
async function chooseTwo(page: Page, here: Locator): Promise<string[]> {
  const ids = [await idOf(cards(here).nth(0)), await idOf(cards(here).nth(2))];
  for (const id of ids) await here.locator(`[data-deal="${id}"]`).click({ modifiers: ["ControlOrMeta"] });
  await expect(page.locator("[data-selected-count]")).toHaveAttribute("data-selected-count", "2");
  return ids;
}

test("two chosen cards are dragged as one stack; both sums are right, and one undo takes both back", async ({ page }) => {
  await signIn(page, "sales", "/board?lens=sales");
  const [from, to] = [column(page, FROM), column(page, TO)];
  const before = { from: await total(from), to: await total(to) };
  const [first, second] = await chooseTwo(page, from);
  await expect(page).toHaveURL(/\/board/); // nothing was opened
  await expect(page.locator("[data-deal][data-selected]")).toHaveCount(2);
  await expect(from.locator(`[data-deal="${first}"]`)).toHaveAttribute("aria-describedby", /board-chosen/);
  const worth = Number(await page.locator("[data-selected-minor]").getAttribute("data-selected-minor"));

  const start = await middle(from.locator(`[data-deal="${second}"]`));
  const end = await middle(cards(to).first());
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + 30, start.y + 10, { steps: 4 });
  await expect(page.locator("[data-air][data-stack]")).toHaveAttribute("data-stack", "2");
  await expect(from.locator("[data-deal][data-dragging]")).toHaveCount(2);
  await page.mouse.move(end.x, end.y, { steps: 12 });
  await page.mouse.up();

  const places = async () => cards(to).evaluateAll((all) => all.map((card) => (card as HTMLElement).dataset.deal));
  await expect(to.locator(`[data-deal="${first}"]`)).toBeVisible();
  const now = await places();
  expect(now.indexOf(second)).toBe(now.indexOf(first) + 1); // in their order, one behind the other
  const after = { from: await total(from), to: await total(to) };
  expect(after.from).toMatchObject({ count: before.from.count - 2, minor: before.from.minor - worth });
  expect(after.to).toMatchObject({ count: before.to.count + 2, minor: before.to.minor + worth });
  await expect(page.locator("[data-selection]")).toHaveCount(0);

  await page.keyboard.press("Control+z");
  await expect(from.locator(`[data-deal="${first}"]`)).toBeVisible();
  expect({ from: await total(from), to: await total(to) }).toEqual(before);
  await synced(page);
});

test("Shift reaches down a column, and Esc lets all go", async ({ page }) => {
  await signIn(page, "sales", "/board?lens=sales");
  const from = column(page, FROM);
  await cards(from).nth(0).click({ modifiers: ["ControlOrMeta"] });
  await cards(from).nth(2).click({ modifiers: ["Shift"] });
  await expect(page.locator("[data-selected-count]")).toHaveAttribute("data-selected-count", "3");
  // While cards are chosen, a click chooses, too.
  await cards(from).nth(1).click();
  await expect(page.locator("[data-selected-count]")).toHaveAttribute("data-selected-count", "2");
  await expect(page).toHaveURL(/\/board/);
  await page.keyboard.press("Escape");
  await expect(page.locator("[data-selection]")).toHaveCount(0);
  await expect(page.locator("[data-selected]")).toHaveCount(0);
});

test("by keys: X chooses, Shift and arrows choose more, Space lifts all", async ({ page }) => {
  await signIn(page, "sales", "/board?lens=sales");
  const [from, to] = [column(page, FROM), column(page, TO)];
  const before = await total(to);
  await cards(from).first().focus();
  await page.keyboard.press("x");
  await expect(page.locator("[data-selected-count]")).toHaveAttribute("data-selected-count", "1");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(page.locator("[data-selected-count]")).toHaveAttribute("data-selected-count", "2");
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await expect.poll(async () => (await total(to)).count).toBe(before.count + 2);
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await total(to)).count).toBe(before.count);
});

test("the bar moves all by its menu, and what is no longer shown is no longer chosen", async ({ page }) => {
  await signIn(page, "sales", "/board?lens=sales");
  const [from, to] = [column(page, FROM), column(page, TO)];
  const before = await total(to);
  await chooseTwo(page, from);
  await page.locator("[data-move-all]").click();
  await page.getByRole("menu").getByRole("menuitem", { name: TO }).click();
  await expect.poll(async () => (await total(to)).count).toBe(before.count + 2);
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await total(to)).count).toBe(before.count);

  await chooseTwo(page, from);
  await page.locator('[data-lens="marketing"]').click();
  await expect(page.locator("[data-selection]")).toHaveCount(0);
});

test("cards dropped on “Lost” together are asked one reason", async ({ page }) => {
  await signIn(page, "sales", "/board?lens=sales");
  const from = column(page, FROM);
  const before = await total(from);
  const [first] = await chooseTwo(page, from);
  const start = await middle(from.locator(`[data-deal="${first}"]`));
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + 30, start.y + 10, { steps: 4 });
  const zone = page.locator('[data-drop-zone="lost"]');
  await expect(zone).toBeVisible();
  await pause(300); // zones slide in
  const end = await middle(zone);
  await page.mouse.move(end.x, end.y, { steps: 12 });
  await page.mouse.up();
  const dialog = page.getByRole("dialog").filter({ visible: true });
  await expect(dialog).toContainText("2 deals");
  await dialog.getByRole("radio").first().check({ force: true });
  await dialog.getByRole("button", { name: "Move to lost" }).click();
  await expect.poll(async () => (await total(from)).count).toBe(before.count - 2);
  await page.keyboard.press("Control+z");
  await expect.poll(async () => total(from)).toEqual(before);
});

test("a card that is not chosen is dragged alone", async ({ page }) => {
  await signIn(page, "sales", "/board?lens=sales");
  const [from, to] = [column(page, FROM), column(page, TO)];
  const before = await total(to);
  await chooseTwo(page, from);
  await dragByMouse(page, cards(from).nth(1), cards(to).first());
  await expect.poll(async () => (await total(to)).count).toBe(before.count + 1);
  await expect(page.locator("[data-selected-count]")).toHaveAttribute("data-selected-count", "2");
  await page.keyboard.press("Control+z");
});

test("with cards chosen the board is accessible", async ({ page }) => {
  await signIn(page, "sales", "/board?lens=sales");
  await ready(page);
  await chooseTwo(page, column(page, FROM));
  const result = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze();
  const grave = result.violations.filter((v) => v.impact === "serious" || v.impact === "critical");
  expect(grave.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`)).toEqual([]);
});
