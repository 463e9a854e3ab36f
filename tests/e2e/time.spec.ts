import AxeBuilder from "@axe-core/playwright";
import { type Locator, type Page, expect, test } from "@playwright/test";
import { column, dragByMouse, kept, ready, signIn, synced, total } from "./support/app.ts";
import { useServer } from "./support/server.ts";

const FROM = "Received the design";
const TO = "Received the quote";

/** Waits until the history is read. */
async function told(page: Page): Promise<void> {
  await expect(page.locator(".time")).toHaveAttribute("data-time", "ready", { timeout: 30_000 });
}

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await ready(page);
  await told(page);
}

/** What the bands of a picture count, by stage. */
async function bands(page: Page): Promise<Record<string, string | null>[]> {
  const figures = (elements: Element[]) =>
    elements.map((element) => ({
      stage: element.getAttribute("data-hourglass-stage"),
      entered: element.getAttribute("data-entered"),
      passed: element.getAttribute("data-passed"),
    }));
  await expect(page.locator("[data-hourglass-stage]")).toHaveCount(12);
  return page.locator("[data-hourglass-stage]").evaluateAll(figures);
}

const shown = async (page: Page): Promise<string> => (await page.locator(".time").getAttribute("data-day")) ?? "";

/** A calendar day so many days later. */
function later(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Shows all cards of a column. */
async function unfold(column: Locator): Promise<void> {
  const more = column.locator("[data-more]");
  const { count } = await total(column);
  while (await more.isVisible()) {
    const before = await column.locator("[data-deal]").count();
    await more.click();
    await expect.poll(() => column.locator("[data-deal]").count()).toBeGreaterThan(before);
  }
  await expect(column.locator("[data-deal]")).toHaveCount(count);
}

test.describe("with the demo's history", () => {
  const server = useServer();

  test("today's hourglass counts what the first page counts, and so does today's board", async ({ page }) => {
    await signIn(page, "manager");
    const live = await bands(page);
    await page.locator('a[href="/time"]').click();
    await expect(page).toHaveURL(/\/time$/);
    await told(page);
    await expect.poll(() => bands(page)).toEqual(live);
    const slider = page.getByRole("slider");
    expect(await slider.inputValue()).toBe(await slider.getAttribute("max"));
    // Four months ago less had happened.
    await page.locator("input[name=date]").fill(later(await shown(page), -120));
    await expect(page).toHaveURL(/day=20/);
    const then = await bands(page);
    for (const [at, band] of then.entries()) {
      expect(band.stage).toBe(live[at]?.stage);
      expect(Number(band.entered)).toBeLessThanOrEqual(Number(live[at]?.entered));
    }
    expect(then).not.toEqual(live);

    await page.goto("/board");
    await ready(page);
    const columns = page.locator("[data-stage]");
    const sums = (all: Locator) =>
      all.locator("[data-stage-total]").evaluateAll((feet) => feet.map((foot) => [foot.getAttribute("data-count"), foot.getAttribute("data-minor")]));
    await expect(columns.first()).toBeVisible();
    const board = await sums(columns);
    await page.locator('a[href="/time?view=board"]').click();
    await told(page);
    await expect(page.locator(".time-column")).toHaveCount(board.length);
    await expect.poll(() => sums(page.locator(".time-column"))).toEqual(board);
  });

  test("a move made now is there today and was not there yesterday", async ({ page }) => {
    await signIn(page, "sales", "/board?lens=sales");
    const card = column(page, FROM).locator("[data-deal]").first();
    const id = await card.getAttribute("data-deal");
    await dragByMouse(page, card, column(page, TO).locator("[data-deal]").first());
    await expect(column(page, TO).locator(`[data-deal="${id}"]`)).toBeVisible();
    const live = await total(column(page, TO));
    await synced(page);
    await open(page, "/time?view=board");
    // Whoever came last is on top.
    const now = column(page, TO);
    await expect(now.locator("[data-deal]").first()).toHaveAttribute("data-deal", id ?? "");
    await expect.poll(async () => (await total(now)).count).toBe(live.count);
    const deed = page.locator(`[data-of="${id}"]`);
    await expect(deed.first()).toHaveAttribute("data-deed", "forward");

    await page.locator('[data-step="-1"]').click();
    await unfold(column(page, TO));
    await expect(column(page, TO).locator(`[data-deal="${id}"]`)).toHaveCount(0);
    await page.locator('[data-step="1"]').click();
    await deed.first().getByRole("link").click();
    await expect(page).toHaveURL(new RegExp(`/deals/${id}`));
  });

  test("the day is chosen by keys and buttons, and stays in the address", async ({ page }) => {
    await signIn(page, "manager", "/time");
    await told(page);
    const today = await shown(page);
    const day = (date: string) => expect(page.locator(".time")).toHaveAttribute("data-day", date);
    const slider = page.getByRole("slider");
    await slider.focus();
    await page.keyboard.press("PageDown");
    await day(later(today, -7));
    await page.keyboard.press("ArrowLeft");
    await day(later(today, -8));
    await page.keyboard.press("PageUp");
    await day(later(today, -1));
    await page.locator('[data-step="-7"]').click();
    await day(later(today, -8));
    await expect(page).toHaveURL(new RegExp(`day=${later(today, -8)}`));
    await expect(slider).toHaveAttribute("aria-valuetext", /, .*\d{4}$/);
    await page.locator('[data-picture="board"]').click();
    await expect(page).toHaveURL(/view=board/);
    await page.reload();
    await ready(page);
    await told(page);
    await day(later(today, -8));
    await expect(page.locator(".time-board")).toBeVisible();
    await slider.focus();
    await page.keyboard.press("Home");
    await expect(page.locator('[data-step="-1"]')).toHaveAttribute("aria-disabled", "true");
    await page.keyboard.press("End");
    await day(today);
    await expect(page).not.toHaveURL(/day=/);
    // An address of no day, and one before all days, show something.
    await open(page, "/time?day=soon");
    await day(today);
    await open(page, "/time?day=1990-01-01");
    await expect(slider).toHaveValue("0");
  });

  for (const motion of ["no-preference", "reduce"] as const) {
    test(`it plays forward and stops at today, motion: ${motion}`, async ({ page }) => {
      await page.emulateMedia({ reducedMotion: motion });
      await signIn(page, "manager", "/time");
      await told(page);
      const today = await shown(page);
      await open(page, `/time?day=${later(today, -5)}`);
      const play = page.locator("[data-play]");
      await expect(play).toHaveText("Play");
      await play.click();
      await expect(play).toHaveText("Pause");
      await expect(page.locator(".time")).toHaveAttribute("data-day", today, { timeout: 10_000 });
      await expect(page.locator(".time")).toHaveAttribute("data-playing", "false");
      // From today it begins with the first day; a pause holds it where it is.
      await page.locator("select[name=speed]").selectOption("month");
      await play.click();
      await expect.poll(async () => Number(await page.getByRole("slider").inputValue())).toBeGreaterThan(20);
      await play.click();
      await expect(play).toHaveText("Play");
      const held = await shown(page);
      expect(held < today).toBe(true);
      await expect(page).toHaveURL(new RegExp(`day=${held}`));
      expect(await shown(page)).toBe(held);
    });
  }

  test("it works without the server", async ({ page }) => {
    await signIn(page, "manager", "/time");
    await told(page);
    await synced(page);
    await kept(page);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const live = await bands(page);
    await server().stop();
    await page.reload();
    await ready(page);
    await told(page);
    await expect.poll(() => bands(page)).toEqual(live);
    await page.locator('[data-step="-7"]').click();
    await expect(page.locator('[data-sum="open"]')).toHaveAttribute("data-count", /\d/);
    await server().start();
  });

  test("it is readable for everybody, and holds on a phone", async ({ page }) => {
    await signIn(page, "manager");
    for (const address of ["/time", "/time?view=board"]) {
      await open(page, address);
      await page.locator(".time-table summary").click();
      await expect(page.locator(".time-table tbody tr").first()).toBeVisible();
      const result = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze();
      expect(result.violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => v.id)).toEqual([]);
    }
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    for (const address of ["/time", "/time?view=board"]) {
      await page.setViewportSize({ width: 320, height: 700 });
      await open(page, address);
      await expect.poll(wide).toBeLessThanOrEqual(0);
    }
  });
});

test.describe("in a new workspace", () => {
  const server = useServer({ demo: false });

  test("there is no past yet, and the page says where it begins", async ({ page }) => {
    const code = /\/setup#(\S+)/.exec(server().log)?.[1] ?? "";
    await page.goto(`/setup#${code}`);
    await page.getByLabel("Name of the workspace").fill("Oak Studio");
    await page.getByLabel("Your name").fill("Olena Shevchuk");
    await page.getByLabel("E-mail").fill("olena@example.org");
    await page.getByLabel("Password", { exact: true }).fill("green chairs in the rain");
    await page.getByRole("button", { name: "Set up" }).click();
    await page.waitForURL("/");
    await ready(page);
    await page.goto("/time");
    await ready(page);
    await expect(page.locator(".time")).toHaveAttribute("data-time", "empty");
    await expect(page.getByText("There is no history yet")).toBeVisible();
    await expect(page.locator('.time a[href="/settings/import"]')).toBeVisible();
  });
});
