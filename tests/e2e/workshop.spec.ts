// A workshop of two teams at two screens: trends, barriers, dots, ideas, and what came of them.
import { type Browser, type Locator, type Page, expect, test } from "@playwright/test";
import { ready, signIn, synced } from "./support/app.ts";
import { useServer } from "./support/server.ts";

const server = useServer();

/** Another person at another screen. */
async function colleague(browser: Browser, who: "sales" | "manager", path: string): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: server().url })).newPage();
  await signIn(page, who, path);
  return page;
}

/** Starts a workshop; its address. */
async function started(page: Page, title: string): Promise<string> {
  await page.getByLabel("What is it about?").fill(title);
  await page.getByLabel("What is it about?").press("Enter");
  await expect(page.locator("article[data-workshop]")).toHaveAttribute("data-phase", "collect");
  return `/workshop/${await page.locator("article[data-workshop]").getAttribute("data-workshop")}`;
}

/** Writes trends or barriers, one after the other. */
async function write(page: Page, kind: "trend" | "barrier", ...texts: string[]): Promise<void> {
  const field = page.locator(`[data-add="${kind}"] input`);
  for (const text of texts) {
    await field.fill(text);
    await field.press("Enter");
    await expect(sticker(page, text)).toHaveAttribute("data-kind", kind);
    await expect(field).toHaveValue("");
  }
}

function sticker(page: Page, text: string): Locator {
  return page.locator(".sticker").filter({ hasText: text });
}

async function vote(page: Page, ...texts: string[]): Promise<void> {
  for (const text of texts) await sticker(page, text).locator("[data-put-dot]").click();
}

const left = (page: Page) => page.locator(".workshop-left");
const phase = (page: Page) => page.locator("article[data-workshop]");
const dots = (page: Page, text: string) => sticker(page, text).locator("[data-dots]");

test("two teams at two screens: from trends and barriers to a hypothesis that knows its crossing", async ({ page, browser }) => {
  test.setTimeout(180_000);
  await signIn(page, "marketer", "/hypotheses");
  await page.locator('.lab-views [data-view="workshop"]').click();
  const path = await started(page, "Slow answers");
  await synced(page);
  const sales = await colleague(browser, "sales", path);

  // Each writes, and sees what the other has written.
  await write(page, "trend", "Everybody compares three offers");
  await write(sales, "trend", "Parents decide together");
  await write(sales, "barrier", "We answer after a day");
  await write(page, "barrier", "Prices come late");
  for (const screen of [page, sales]) {
    await expect(screen.locator('.sticker[data-kind="trend"]')).toHaveCount(2);
    await expect(screen.locator('.sticker[data-kind="barrier"]')).toHaveCount(2);
  }
  // Only one's own can be changed.
  await expect(sticker(page, "Parents decide together").locator(".sticker-delete")).toHaveCount(0);
  await sticker(page, "Prices come late").getByRole("button", { name: "Delete" }).click();
  await expect(sticker(sales, "Prices come late")).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(sticker(sales, "Prices come late")).toHaveCount(1);

  // The vote: three dots each, and nobody sees the other's.
  await page.locator("[data-next]").click();
  await expect(phase(sales)).toHaveAttribute("data-phase", "vote");
  await expect(left(page)).toHaveAttribute("data-left", "3");
  await vote(page, "Everybody compares three offers", "We answer after a day", "Prices come late");
  await expect(left(page)).toHaveAttribute("data-left", "0");
  await sticker(page, "Prices come late").locator("[data-own-dot]").click();
  await expect(left(page)).toHaveAttribute("data-left", "1");
  await vote(page, "We answer after a day");
  // A fourth is refused; the button can still be reached, to hear why.
  await sticker(page, "Prices come late").locator("[data-put-dot]").press("Enter");
  await expect(page.getByText("You have no dots left.").first()).toBeVisible();
  await expect(sticker(page, "We answer after a day").locator("[data-own-dot]")).toHaveCount(2);
  await expect(sticker(sales, "We answer after a day").locator("[data-own-dot]")).toHaveCount(0);
  await synced(page);
  await expect(sales.locator('.workshop-people [data-done="true"]')).toHaveCount(1);
  await expect(sales.locator("[data-dots]")).toHaveCount(0);

  // One of them votes without a network, and comes back after the reveal.
  await sales.context().setOffline(true);
  await vote(sales, "Parents decide together", "We answer after a day", "We answer after a day");
  await expect(left(sales)).toHaveAttribute("data-left", "0");
  await page.locator("[data-next]").click();
  await expect(dots(page, "We answer after a day")).toHaveAttribute("data-dots", "2");
  await sales.context().setOffline(false);
  await synced(sales, 45_000);
  for (const screen of [page, sales]) {
    await expect(phase(screen)).toHaveAttribute("data-phase", "cross", { timeout: 20_000 });
    await expect(dots(screen, "We answer after a day")).toHaveAttribute("data-dots", "4");
    await expect(dots(screen, "Parents decide together")).toHaveAttribute("data-dots", "1");
    await expect(dots(screen, "Prices come late")).toHaveAttribute("data-dots", "0");
    // What has more dots stands first.
    await expect(screen.locator('.sticker[data-kind="barrier"]').first()).toContainText("We answer after a day");
  }

  // Ideas at the crossing.
  const crossing = "Idea where “Everybody compares three offers” meets “We answer after a day”";
  for (const [screen, idea] of [[page, "Answer within the hour"], [sales, "A bot that says when we call"]] as const) {
    await screen.getByRole("button", { name: crossing }).click();
    await screen.getByLabel(crossing).fill(idea);
    await screen.getByLabel(crossing).press("Enter");
  }
  await expect(sticker(page, "A bot that says when we call")).toHaveAttribute("data-kind", "idea");
  await expect(sticker(sales, "Answer within the hour")).toHaveAttribute("data-kind", "idea");
  await page.locator("[data-next]").click();
  await expect(phase(sales)).toHaveAttribute("data-phase", "weigh");
  await vote(page, "Answer within the hour", "Answer within the hour");
  await vote(sales, "Answer within the hour", "A bot that says when we call");
  await synced(page);
  await synced(sales);
  await sales.locator("[data-next]").click();

  // The best becomes a hypothesis, and each leads to the other.
  const first = page.locator('[data-ranked][data-first="true"]');
  await expect(first).toContainText("Answer within the hour");
  await expect(first.locator(".workshop-count")).toHaveText("3");
  await first.getByRole("button", { name: "Make it a hypothesis" }).click();
  await expect(sales.locator("[data-became]")).toHaveCount(1);
  await synced(page);
  await first.getByRole("link", { name: "See the hypothesis" }).click();
  await expect(page.locator("article[data-hypothesis]")).toHaveAttribute("data-status", "idea");
  await expect(page.locator(".lab-sentence")).toContainText("Everybody compares three offers, but We answer after a day");
  await expect(page.locator(".lab-sentence")).toContainText("Answer within the hour");
  await page.reload();
  await ready(page);
  await page.getByRole("link", { name: "From the workshop “Slow answers”" }).click();
  await expect(page.locator('.sticker[data-found="true"]')).toContainText("Answer within the hour");

  // It ends, and stands among those that are over.
  await page.locator("[data-next]").click();
  await expect(phase(sales)).toHaveAttribute("data-phase", "ended");
  await page.getByRole("link", { name: "All workshops" }).click();
  await expect(page.locator('.workshop-line[data-phase="ended"]').filter({ hasText: "Slow answers" })).toBeVisible();
  await sales.context().close();
});

test("a canvas is used by keys alone, and on a phone it is a list of crossings", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 720 });
  await signIn(page, "manager", "/workshop");
  await started(page, "By keys");
  await write(page, "trend", "Надзвичайновідповідальнонайдовшийтренд");
  await write(page, "barrier", "Ніхто не передзвонює");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide, "nothing is wider than the phone").toBeLessThanOrEqual(0);
  await page.locator('[data-step="vote"]').press("Enter");
  const put = sticker(page, "Ніхто не передзвонює").locator("[data-put-dot]");
  await put.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Space");
  await expect(left(page)).toHaveAttribute("data-left", "1");
  const own = sticker(page, "Ніхто не передзвонює").locator("[data-own-dot]");
  await own.first().press("Enter");
  await expect(left(page)).toHaveAttribute("data-left", "2");
  await expect(put, "the focus stays where the hand is").toBeFocused();
  await page.locator('[data-step="cross"]').press("Enter");
  await page.locator(".workshop-think").press("Enter");
  await page.keyboard.type("Нагадувати двічі");
  await page.keyboard.press("Enter");
  await expect(sticker(page, "Нагадувати двічі")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.locator(".workshop-think")).toBeVisible();
  await expect(page.locator(".workshop-of")).toBeVisible();
});

test("a workshop that was deleted can be restored where it was", async ({ page }) => {
  await signIn(page, "manager", "/workshop");
  await expect(page.locator(".workshop-line")).not.toHaveCount(0);
  const path = await started(page, "To be deleted");
  await write(page, "trend", "Something new");
  await page.locator(".workshop-head").getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.locator(".workshop-line").filter({ hasText: "To be deleted" })).toHaveCount(0);
  await synced(page);
  await page.goto(path);
  await ready(page);
  await page.getByRole("button", { name: "Restore" }).click();
  await expect(sticker(page, "Something new")).toBeVisible();
});

test("what a customer said is kept in the meeting, and stands in the exchange", async ({ page }) => {
  await signIn(page, "sales", "/workshop");
  await page.locator('[data-workshop][data-phase="vote"] a').first().click();
  await page.locator("[data-hear]").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill("They ask who comes to measure");
  await dialog.getByRole("textbox").press("Enter");
  await expect(dialog).toBeHidden();
  await synced(page);
  await page.goto("/inbox?tab=exchange");
  await ready(page);
  const needs = page.locator('[data-topic="Need"]');
  await expect(needs).toBeVisible();
  const more = needs.getByRole("button", { name: /more$/ });
  if (await more.isVisible()) await more.click();
  await expect(needs.locator(".saying").filter({ hasText: "They ask who comes to measure" })).toBeVisible();
});
