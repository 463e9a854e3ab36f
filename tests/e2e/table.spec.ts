// The board's deals as a table to edit in, and by the weeks in which they are expected.
import { type Locator, type Page, expect, test } from "@playwright/test";
import { Finger, dragByMouse, middle, pause, ready, signIn, synced, total } from "./support/app.ts";
import { useServer } from "./support/server.ts";

const server = useServer();

/** What stands below the table, or at the head of a week. */
async function sums(place: Locator): Promise<{ count: number; minor: number; weighted: number }> {
  const read = async (name: string) => Number(await place.getAttribute(name));
  return { count: await read("data-count"), minor: await read("data-minor"), weighted: await read("data-weighted-minor") };
}

const foot = (page: Page) => page.locator("[data-sheet-total]");
const row = (page: Page, id: string) => page.locator(`.sheet-row[data-deal="${id}"]`);
const cell = (row: Locator, column: string) => row.locator(`[data-column="${column}"]`);

/** The id of the first deal in a place. */
async function first(place: Page | Locator): Promise<string> {
  return (await place.locator("[data-deal]").first().getAttribute("data-deal")) ?? "";
}

test.describe("the table", () => {
  test("has the deals, the lens and the sums of the board", async ({ page }) => {
    await signIn(page, "sales", "/board?lens=sales");
    const columns = page.locator("[data-stage]");
    const board = { count: 0, minor: 0, weighted: 0 };
    for (let at = 0; at < (await columns.count()); at++) {
      const one = await total(columns.nth(at));
      board.count += one.count;
      board.minor += one.minor;
      board.weighted += one.weighted;
    }
    await page.locator(".board-switch").getByRole("link", { name: "Table" }).click();
    await expect(page).toHaveURL(/\/board\/table\?lens=sales$/);
    await expect(foot(page)).toBeVisible();
    await expect.poll(() => sums(foot(page))).toEqual(board);
    const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
    expect(nodes).toBeLessThan(2_000);
  });

  test("a value is edited where it stands: the total follows, undo takes it back, Esc changes nothing", async ({ page }) => {
    await signIn(page, "sales", "/board/table?lens=sales");
    const id = await first(page.locator(".sheet"));
    const value = cell(row(page, id), "value");
    const before = await sums(foot(page));

    await value.click();
    const field = value.locator("input");
    await expect(field).toBeFocused();
    const old = Math.round(Number((await field.inputValue()) || "0") * 100);
    await field.fill("1");
    await page.keyboard.press("Escape");
    await expect(field).toHaveCount(0);
    await expect.poll(() => sums(foot(page))).toEqual(before);

    await value.click();
    await field.fill(String(old / 100 + 1_000));
    await page.keyboard.press("Enter");
    await expect(foot(page)).toHaveAttribute("data-minor", String(before.minor + 100_000));
    await expect(value).toBeFocused();
    await synced(page);

    await page.keyboard.press("Control+z");
    await expect(foot(page)).toHaveAttribute("data-minor", String(before.minor));
  });

  test("what cannot be read stays in the field and says so", async ({ page }) => {
    await signIn(page, "sales", "/board/table?lens=sales");
    const close = cell(row(page, await first(page.locator(".sheet"))), "close");
    await close.click();
    const field = close.locator("input");
    await field.fill("someday");
    await page.keyboard.press("Enter");
    await expect(page.locator(".toast")).toContainText("Write a day like");
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await field.fill("24.12.2031");
    await page.keyboard.press("Enter");
    await expect(close).toContainText("2031");
  });

  test("a heading sorts, and again the other way", async ({ page }) => {
    await signIn(page, "sales", "/board/table?lens=sales");
    const id = await first(page.locator(".sheet"));
    await cell(row(page, id), "value").click();
    await cell(row(page, id), "value").locator("input").fill("9 999 999");
    await page.keyboard.press("Enter");
    const head = page.locator('[data-head="value"]');
    await head.click();
    await expect(page).toHaveURL(/sort=value/);
    await expect(page.locator("th", { has: head })).toHaveAttribute("aria-sort", "descending");
    await expect(page.locator(".sheet-row").first()).toHaveAttribute("data-deal", id);
    await head.click();
    await expect(page.locator("th", { has: head })).toHaveAttribute("aria-sort", "ascending");
    await expect(page.locator(".sheet-row").first()).not.toHaveAttribute("data-deal", id);
  });

  test("by keys: arrows go from cell to cell, Enter edits, Tab goes on", async ({ page }) => {
    await signIn(page, "sales", "/board/table?lens=sales");
    const id = await first(page.locator(".sheet"));
    const here = row(page, id);
    await page.locator('[data-head="title"]').focus();
    await page.keyboard.press("ArrowDown");
    await expect(cell(here, "title")).toBeFocused();
    await page.keyboard.press("ArrowRight");
    await expect(cell(here, "customer")).toBeFocused();
    await page.keyboard.press("Home");
    await expect(cell(here, "title")).toBeFocused();
    await page.keyboard.press("Enter");
    await cell(here, "title").locator("input").fill("Oak table for twelve");
    await page.keyboard.press("Tab");
    await expect(cell(here, "stage").locator("select")).toBeFocused();
    await page.keyboard.press("Tab");
    await expect(cell(here, "value").locator("input")).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(cell(here, "value")).toBeFocused();
    await expect(cell(here, "title")).toContainText("Oak table for twelve");
    await page.keyboard.press("Control+ArrowUp");
    await expect(page.locator('[data-head="value"]')).toBeFocused();
  });

  test("whoever is lost is asked why, as on the board", async ({ page }) => {
    await signIn(page, "sales", "/board/table?lens=sales");
    const id = await first(page.locator(".sheet"));
    const stage = cell(row(page, id), "stage");
    const stood = (await stage.innerText()).trim();
    await stage.click();
    await stage.locator("select").selectOption({ label: "Left without buying" });
    const dialog = page.getByRole("dialog").filter({ visible: true });
    await expect(dialog).toContainText("Why was");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(stage).toContainText(stood);
    const before = await sums(foot(page));
    await stage.click();
    await stage.locator("select").selectOption({ label: "Left without buying" });
    await dialog.locator(".loss-reason").first().click();
    await dialog.locator("button[type=submit]").click();
    await expect(foot(page)).toHaveAttribute("data-count", String(before.count - 1));
  });

  test("edits without the server are kept, and arrive when it is back", async ({ page }) => {
    await signIn(page, "sales", "/board/table?lens=sales");
    await synced(page);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const id = await first(page.locator(".sheet"));
    await server().stop();
    await cell(row(page, id), "title").click();
    await cell(row(page, id), "title").locator("input").fill("Shelves for the library");
    await page.keyboard.press("Enter");
    await expect(page.locator("body")).toHaveAttribute("data-outbox", "1");
    await page.reload();
    await ready(page);
    await expect(cell(row(page, id), "title")).toContainText("Shelves for the library");
    await server().start();
    await synced(page, 40_000);
  });

  test("nothing fits: the filter can be loosened; all of it can be saved as a file", async ({ page }) => {
    await signIn(page, "sales", "/board/table?text=nobodyiscalledlikethis");
    await expect(page.getByText("No deal fits the filter.")).toBeVisible();
    await page.locator(".board-nothing").getByRole("button", { name: "Show all" }).click();
    await expect(foot(page)).toBeVisible();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as CSV" }).click();
    expect((await download).suggestedFilename()).toMatch(/^deals-.*\.csv$/);
  });

  test.describe("on a phone", () => {
    test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

    test("it scrolls sideways in its own box, the title stays", async ({ page }) => {
      await signIn(page, "sales", "/board/table");
      await expect(foot(page)).toBeVisible();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
      const title = cell(page.locator(".sheet-row").first(), "title");
      const before = await title.boundingBox();
      await page.locator(".sheet").evaluate((box) => box.scrollTo(500, 0));
      expect((await title.boundingBox())?.x).toBeCloseTo(before?.x ?? 0, 0);
    });
  });
});

test.describe("the calendar", () => {
  // High enough for two weeks: what is dragged to has to be on screen.
  test.use({ viewport: { width: 1280, height: 1800 } });

  const weeks = (page: Page) => page.locator('.closings-weeks [data-slot^="20"]');

  /** A place with deals, and a week that it is not. */
  async function places(page: Page): Promise<{ from: Locator; to: Locator }> {
    await expect(weeks(page).first()).toBeVisible();
    const full = page.locator("[data-slot]", { has: page.locator("[data-deal]") }).first();
    const name = (await full.getAttribute("data-slot")) ?? "";
    const all = await weeks(page).evaluateAll((found) => found.map((week) => week.getAttribute("data-slot") ?? ""));
    const other = all.find((week) => week !== name && week > all[0]) ?? "";
    return { from: page.locator(`[data-slot="${name}"]`), to: page.locator(`[data-slot="${other}"]`) };
  }

  test("a deal is moved by its menu, keeps its day of the week, and undo brings it back", async ({ page }) => {
    await signIn(page, "sales", "/board/calendar?lens=sales");
    const { from, to } = await places(page);
    const id = await first(from);
    const day = async (place: Locator) =>
      (await place.locator(`[data-deal="${id}"] :is(.closing-day, .urgency)`).first().innerText()).trim().slice(0, 3);
    const [weekday, before] = [await day(from), { from: await sums(from), to: await sums(to) }];
    await from.locator(`[data-deal="${id}"] [data-move]`).click();
    await page.getByRole("dialog").locator(`[data-to="${await to.getAttribute("data-slot")}"]`).click();
    await expect(to).toHaveAttribute("data-count", String(before.to.count + 1));
    const value = (await sums(to)).minor - before.to.minor;
    await expect(page.locator(".toast")).toContainText("is expected on");
    await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
    await expect(to).toHaveAttribute("data-count", String(before.to.count));
    await expect.poll(() => sums(from)).toEqual(before.from);

    await from.locator(`[data-deal="${id}"] [data-move]`).click();
    await page.getByRole("dialog").locator(`[data-to="${await to.getAttribute("data-slot")}"]`).click();
    await expect(to).toHaveAttribute("data-minor", String(before.to.minor + value));
    const more = to.locator(".closing-more");
    if (await more.isVisible()) await more.click();
    expect(await day(to)).toBe(weekday);
    await synced(page);
    await page.reload();
    await ready(page);
    await expect(to).toHaveAttribute("data-count", String(before.to.count + 1));
  });

  test("a deal is dragged to another week; Esc puts it back", async ({ page }) => {
    await signIn(page, "sales", "/board/calendar?lens=sales");
    const { from, to } = await places(page);
    const id = await first(from);
    const card = from.locator(`[data-deal="${id}"]`);
    const before = await sums(to);
    const [start, end] = [await middle(card), await middle(to.locator("h2"))];
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(start.x + 30, start.y + 10, { steps: 4 });
    await page.mouse.move(end.x, end.y, { steps: 10 });
    await expect(to).toHaveAttribute("data-over", "");
    await page.keyboard.press("Escape");
    await page.mouse.up();
    await expect(page.locator("[data-dragging]")).toHaveCount(0);
    await expect.poll(() => sums(to)).toEqual(before);

    await dragByMouse(page, card, to.locator("h2"));
    await expect(to).toHaveAttribute("data-count", String(before.count + 1));
    await expect(page).toHaveURL(/\/board\/calendar/);
    await synced(page);
  });

  test("months lead forward and back, and the choice is in the address", async ({ page }) => {
    await signIn(page, "sales", "/board/calendar");
    const month = page.locator(".closings-month");
    const now = await month.innerText();
    await page.getByRole("button", { name: "A month on" }).first().click();
    await expect(page).toHaveURL(/month=\d{4}-\d{2}/);
    await expect(month).not.toHaveText(now);
    await page.getByRole("button", { name: "Today" }).click();
    await expect(month).toHaveText(now);
    await expect(page).not.toHaveURL(/month=/);
  });

  test.describe("on a phone", () => {
    test.use({ viewport: { width: 390, height: 1400 }, hasTouch: true });

    test("a finger that holds a card moves it; the page is not wider than the screen", async ({ page }) => {
      await signIn(page, "sales", "/board/calendar?lens=sales");
      const from = page.locator("[data-slot]", { has: page.locator("[data-deal]") }).first();
      await expect(from).toBeVisible();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
      const id = await first(from);
      // Near its foot the calendar scrolls, until the week comes into sight.
      const start = await middle(from.locator(`[data-deal="${id}"]`));
      const week = weeks(page).nth(2).locator("h2");
      const finger = await Finger.on(page);
      await finger.down(start.x, start.y);
      await expect(page.locator("[data-dragging]")).toHaveCount(1);
      const box = (await page.locator(".closings").boundingBox())!;
      const edge = box.y + box.height - 4;
      for (let step = 1; step <= 8; step++) await finger.move(start.x, start.y + ((edge - start.y) * step) / 8);
      await expect.poll(async () => (await week.boundingBox())?.y ?? edge, { intervals: [50] }).toBeLessThan(edge - 150);
      await finger.move(start.x, box.y + box.height / 2);
      await pause(100);
      const end = await middle(week);
      await finger.move(end.x, end.y);
      await expect(page.locator('[data-slot^="20"][data-over]')).toHaveCount(1);
      await finger.up();
      await expect(page.locator(".toast")).toContainText("is expected on");
    });
  });
});
