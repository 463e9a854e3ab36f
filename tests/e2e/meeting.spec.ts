// The meeting: an agenda in large type on a tablet, and minutes that everybody finds.
import { type Locator, type Page, expect, test } from "@playwright/test";
import { ready, signIn, synced } from "./support/app.ts";
import { useServer } from "./support/server.ts";

const server = useServer();
const STAGE = "Received the design";
const ITEMS = ["numbers", "bottleneck", "agreement", "stuck", "forecast", "hypotheses", "actions", "end"];

test.use({ viewport: { width: 1024, height: 768 }, hasTouch: true });

const at = (page: Page) => page.locator(".meeting-body");
const stuck = (page: Page) => page.locator("[data-stuck]");

/** Starts a meeting from the first screen, with two taps. */
async function started(page: Page): Promise<void> {
  await page.locator('.page-head a[href="/meeting"]').tap();
  await begun(page);
}

/** A meeting that has just begun, on its page. */
async function begun(page: Page): Promise<void> {
  const room = page.locator(".meeting-room");
  await expect(room.or(page.locator("[data-begin]"))).toBeVisible();
  if (await room.isVisible()) {
    // The one of the test before goes on.
    await item(page, "end");
    await page.locator("[data-discard]").tap();
  }
  await page.locator("[data-begin]").tap();
  await expect(at(page)).toHaveAttribute("data-at", "numbers");
}

async function item(page: Page, name: string): Promise<void> {
  await page.locator(`[data-item="${name}"]`).tap();
  await expect(at(page)).toHaveAttribute("data-at", name);
}

/** Nothing that is touched is smaller than a finger. */
async function touchable(buttons: Locator): Promise<void> {
  for (const button of await buttons.all()) {
    const box = (await button.boundingBox())!;
    expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(44);
  }
}

test("a meeting on a tablet without a network: agenda, insight, action, move, and minutes for the team", async ({ page, browser }) => {
  test.setTimeout(120_000);
  await signIn(page, "manager");
  await synced(page);
  await started(page);
  await expect(page.locator(".rail"), "the screen is the meeting's").toBeHidden();
  await expect(page.locator("[data-elapsed]")).toHaveText("0:00");
  await expect(page.locator("[data-came]").first()).toBeVisible();
  await touchable(page.locator(".meeting-item, .meeting-way button, [data-hear]"));

  // One finger on one button leads through the agenda.
  for (const name of ITEMS.slice(1)) {
    await page.locator("[data-next]").tap();
    await expect(at(page)).toHaveAttribute("data-at", name);
    if (name === "bottleneck") await expect(page.locator(".meeting-neck p").filter({ visible: true }).first()).toBeVisible();
    if (name === "forecast") await expect(at(page).locator(".forecast-said")).toBeVisible({ timeout: 30_000 });
    if (name === "agreement") await expect(at(page).locator(".agreement .panel")).toHaveCount(2);
  }
  await expect(page.locator("[data-next]")).toBeDisabled();
  await page.locator("[data-previous]").tap();
  await expect(at(page)).toHaveAttribute("data-at", "actions");
  await synced(page);
  await page.context().setOffline(true);

  // Two taps keep what a customer said.
  await page.locator("[data-hear]").tap();
  const chip = page.getByRole("dialog").locator(".capture-chip").first();
  const said = (await chip.locator("span").textContent())!.trim();
  await chip.tap();
  await expect(page.getByRole("dialog").filter({ visible: true })).toHaveCount(0);

  // Who does what by when.
  await page.getByRole("button", { name: "Add", exact: true }).tap();
  await expect(page.locator("#action-what")).toHaveAttribute("aria-invalid", "true");
  await page.locator("#action-what").fill("Ask three customers why they waited");
  await page.locator("#action-who").selectOption({ index: 1 });
  const who = (await page.locator("#action-who option:checked").textContent())!;
  await page.locator("#action-due").fill("2031-12-24");
  await page.getByRole("button", { name: "Add", exact: true }).tap();
  const action = page.locator("[data-agreed] [data-action]");
  await expect(action).toContainText("Ask three customers why they waited");
  await expect(action).toContainText(who);
  await expect(action).toContainText("24 Dec");

  // A stuck deal goes on.
  await item(page, "stuck");
  const deal = stuck(page).filter({ hasNot: page.locator(".chip", { hasText: STAGE }) }).first();
  const id = await deal.getAttribute("data-stuck");
  const title = (await deal.locator(".meeting-deal-title").textContent())!.trim();
  await deal.locator("[data-move-to]").selectOption({ label: STAGE });
  await expect(page.locator(`[data-stuck="${id}"]`)).toHaveCount(0);

  // A tap opens the next one; the way back leads to where the agenda was.
  const other = stuck(page).first();
  await other.locator(".meeting-deal-title").tap();
  await expect(page.locator(".place-steps")).toBeVisible();
  await page.locator('.banner a[href="/meeting"]').tap();
  await expect(at(page)).toHaveAttribute("data-at", "stuck");

  await item(page, "end");
  const line = (text: string) => page.locator(".meeting-line").filter({ hasText: text });
  const lists = async () => {
    await expect(line(title).filter({ hasText: `→ ${STAGE}` })).toBeVisible();
    await expect(line(said).first()).toContainText("Created");
    await expect(action).toContainText("Ask three customers");
  };
  await lists();
  await page.locator("[data-end]").tap();
  const minutes = page.locator("article[data-minutes]");
  await expect(minutes).toBeVisible();
  await lists();
  await expect(page.locator("body")).toHaveAttribute("data-sync", "offline");

  await page.context().setOffline(false);
  await synced(page, 45_000);
  const sales = await (await browser.newContext({ baseURL: server().url })).newPage();
  await signIn(sales, "sales", "/meeting");
  // The team finds the minutes in its inbox.
  await sales.goto("/inbox");
  await sales.locator("[data-new-minutes] a").first().click();
  await expect(sales.locator(`article[data-minutes="${await minutes.getAttribute("data-minutes")}"]`)).toBeVisible();
  await sales.goto("/meeting");
  // What was agreed stands before the next meeting until it is done.
  await expect(sales.locator("[data-action]").filter({ hasText: "Ask three customers" })).toBeVisible();
  await sales.locator(`[data-meeting="${await minutes.getAttribute("data-minutes")}"] a`).click();
  await expect(sales.locator(".meeting-line").filter({ hasText: title })).toContainText(`→ ${STAGE}`);
  await sales.locator("[data-action] input").check();
  await expect(sales.locator("[data-action]")).toHaveAttribute("data-done", "true");
  await synced(sales);
  await sales.getByRole("link", { name: "To the meeting" }).click();
  await expect(sales.locator("[data-action]")).toHaveCount(0);
  await sales.context().close();
});

test("others follow the one who leads, go their own way, and come back", async ({ page, browser }) => {
  await signIn(page, "manager");
  await started(page);
  await synced(page);
  const sales = await (await browser.newContext({ baseURL: server().url })).newPage();
  await signIn(sales, "sales");
  // They hear that a meeting goes on, and come with one tap.
  await sales.locator('.banner a[href="/meeting"]').click();
  await expect(sales.locator("[data-follow]")).toHaveAttribute("aria-pressed", "true");
  await item(page, "stuck");
  await expect(at(sales)).toHaveAttribute("data-at", "stuck", { timeout: 15_000 });
  await sales.locator('[data-item="actions"]').click();
  await expect(sales.locator("[data-follow]")).toHaveAttribute("aria-pressed", "false");
  await item(page, "bottleneck");
  await synced(page);
  await synced(sales);
  await expect(at(sales), "whoever goes elsewhere stays there").toHaveAttribute("data-at", "actions");
  await expect(at(page), "and takes nobody along").toHaveAttribute("data-at", "bottleneck");
  await sales.locator("[data-follow]").click();
  await expect(at(sales)).toHaveAttribute("data-at", "bottleneck");
  // Whoever stops following stays with what they see.
  await sales.locator("[data-follow]").click();
  await expect(sales.locator("[data-follow]")).toHaveAttribute("aria-pressed", "false");
  await expect(at(sales)).toHaveAttribute("data-at", "bottleneck");
  await sales.locator("[data-follow]").click();
  // Without a network the screen of who leads goes on all the same.
  await page.context().setOffline(true);
  await item(page, "agreement");
  await page.context().setOffline(false);
  await expect(at(sales)).toHaveAttribute("data-at", "agreement", { timeout: 45_000 });
  await sales.context().close();
});

test("minutes are copied as text, and go out as a letter", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signIn(page, "manager");
  await started(page);
  await item(page, "actions");
  await page.locator("#action-what").fill("Write to the showroom");
  await page.locator("#action-what").press("Enter");
  await expect(page.locator("[data-agreed]")).toContainText("Write to the showroom");
  await item(page, "end");
  await page.locator("[data-end]").tap();
  await page.locator("[data-copy]").tap();
  await expect(page.getByText("Copied").first()).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain("– Write to the showroom (");
  expect(text).toContain("Actions");
  const letter = decodeURIComponent((await page.locator("[data-send]").getAttribute("href"))!);
  expect(letter).toMatch(/^mailto:\?subject=Meeting .*&body=/);
  expect(letter).toContain("– Write to the showroom (");
});

test("arrow keys walk through the agenda, and a meeting can be discarded and taken back", async ({ page }) => {
  await signIn(page, "manager");
  await started(page);
  await page.keyboard.press("ArrowRight");
  await expect(at(page)).toHaveAttribute("data-at", "bottleneck");
  await page.keyboard.press("ArrowLeft");
  await expect(at(page)).toHaveAttribute("data-at", "numbers");
  await item(page, "actions");
  await page.locator("#action-what").fill("ab");
  await page.locator("#action-what").press("ArrowLeft");
  await expect(at(page), "in a field arrows move the caret").toHaveAttribute("data-at", "actions");
  await item(page, "end");
  await page.locator("[data-discard]").tap();
  await expect(page.locator("[data-begin]")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).tap();
  await expect(page.locator(".meeting-room")).toBeVisible();
});

test("a hypothesis whose test has an answer leads to its decision", async ({ page }) => {
  await signIn(page, "manager");
  await started(page);
  await item(page, "hypotheses");
  await page.locator("[data-decide]").first().getByRole("link", { name: "Decide" }).tap();
  await expect(page.locator(".lab-decision form")).toBeVisible();
});

test("on a phone nothing is wider than the screen", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 720 });
  await signIn(page, "manager", "/meeting");
  await begun(page);
  for (const name of ITEMS) {
    await item(page, name);
    const wide = await page.evaluate(() => {
      const main = document.querySelector("main")!;
      return main.scrollWidth - main.clientWidth;
    });
    expect(wide, name).toBeLessThanOrEqual(0);
  }
  await page.reload();
  await ready(page);
  await expect(page.locator(".meeting-room"), "a meeting goes on after a reload").toBeVisible();
});
