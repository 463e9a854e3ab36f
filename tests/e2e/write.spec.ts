// Writing a hypothesis down: what it stands on, who runs it, what it costs, and which comes first.
import { type Page, expect, test } from "@playwright/test";
import { dragByMouse, kept, ready, signIn, synced } from "./support/app.ts";
import { useServer } from "./support/server.ts";

useServer();

const BELIEF = "a video of every corner cupboard";
const TITLE = "A video of every corner cupboard";

/** Opens the form and writes the least there is to write. */
async function begin(page: Page): Promise<void> {
  await page.getByRole("button", { name: "New hypothesis" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.locator("#lab-saw").fill("people ask how the corner opens");
  await dialog.locator("#lab-believe").fill(BELIEF);
}

/** Gives the marks of the member who is signed in. */
async function vote(page: Page, marks: [impact: number, confidence: number, ease: number]): Promise<void> {
  for (const [i, name] of ["impact", "confidence", "ease"].entries()) {
    await page.locator(`#lab-${name}`).fill(String(marks[i]));
  }
  await page.locator(".lab-vote button[type=submit]").click();
  await expect(page.locator(".lab-vote button[type=submit]")).toHaveText("Change my vote");
}

const card = (page: Page, title: string) => page.locator(".lab-card").filter({ hasText: title });

test("a hypothesis is written with an insight, a number, its cost and both teams; two teams vote, and it comes first", async ({ page, browser }) => {
  await signIn(page, "marketer", "/hypotheses");
  await begin(page);
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Link insights and numbers").click();
  // Enter takes what was found first, and does not send the form.
  await dialog.locator("#lab-new-insight").fill("corner cupboard opens");
  await dialog.locator("#lab-new-insight").press("Enter");
  await expect(dialog).toBeVisible();
  await expect(dialog.locator('[data-evidence="insight"]')).toContainText("how the corner cupboard opens");
  await dialog.locator("#lab-new-from").selectOption({ label: "Received the design" });
  // An earlier goal is no conversion.
  await dialog.locator("#lab-new-to").selectOption({ label: "Left a request" });
  await expect(dialog.getByRole("button", { name: "Link this number" })).toBeDisabled();
  await expect(dialog.locator(".lab-number")).toContainText("Choose a stage that comes later.");
  await dialog.locator("#lab-new-to").selectOption({ label: "Agreed the contract" });
  await dialog.getByRole("button", { name: "Link this number" }).click();
  await expect(dialog.locator('[data-evidence="number"]')).toContainText(/Received the design → Agreed the contract: .+% \([\d,]+ of [\d,]+\)/);
  await expect(dialog.getByRole("button", { name: "Link this number" }), "once is enough").toBeDisabled();
  await dialog.locator("#lab-team").selectOption({ label: "Both teams" });
  await dialog.locator("#lab-spend").fill("a lot");
  await dialog.locator("#lab-work").fill("2.5");
  await dialog.getByRole("button", { name: "Write it down" }).click();
  await expect(dialog.locator(".field-error")).toHaveText(/Write an amount/);
  await dialog.locator("#lab-spend").fill("1.5k");
  await dialog.getByRole("button", { name: "Write it down" }).click();
  await expect(dialog).toBeHidden();
  await expect(card(page, TITLE)).toContainText("Both teams");

  await card(page, TITLE).locator("a").click();
  const article = page.locator("article[data-hypothesis]");
  await expect(article.locator(".lab-running")).toContainText("Both teams");
  await expect(article.locator(".lab-running")).toContainText(/Costs €1,500 \+ 2\.5 person-days/);
  await expect(article.locator(".lab-priority")).toContainText("Nobody has voted yet.");
  await vote(page, [9, 9, 9]);
  const panel = article.locator(".lab-priority");
  await expect(panel).toHaveAttribute("data-priority", "9.00");
  await expect(panel).toHaveAttribute("data-provisional", "true");
  await expect(panel).toContainText("Sales has not voted yet");
  await synced(page);

  const other = await (await browser.newContext()).newPage();
  await signIn(other, "sales", new URL(page.url()).pathname);
  await vote(other, [9, 9, 6]);
  const seen = other.locator(".lab-priority");
  await expect(seen).toHaveAttribute("data-priority", "8.50");
  await expect(seen).toHaveAttribute("data-provisional", "false");
  await expect(seen.locator(".lab-apart")).toContainText("Furthest on “Ease”: marketing 9, sales 6");
  await synced(other);
  await other.context().close();

  await expect(panel, "the other's vote arrives, and this one stays").toHaveAttribute("data-priority", "8.50");
  await page.goto("/hypotheses");
  await ready(page);
  await page.getByRole("button", { name: "By priority" }).click();
  await expect(page).toHaveURL(/order=priority/);
  const ideas = page.locator('[data-lab-column="idea"] .lab-card');
  await expect(ideas.first()).toContainText(TITLE);
  await expect(ideas.first().locator(".lab-priority-chip")).toHaveText("Priority 8.5");
});

test("sorted by priority, dragging among the ideas writes nothing, and leaving the column works", async ({ page }) => {
  await signIn(page, "manager", "/hypotheses");
  const ideas = page.locator('[data-lab-column="idea"] .lab-card');
  const titles = () => ideas.locator(".lab-card-open").allTextContents();
  const byHand = await titles();
  await page.getByRole("button", { name: "By priority" }).click();
  await expect(page.locator(".lab-order-note")).toBeVisible();
  const scores = async () => {
    const texts = await ideas.locator(".lab-priority-chip").allTextContents();
    return texts.map((text) => Number(text.match(/[\d.]+/)![0]));
  };
  const sorted = await scores();
  expect(sorted.length).toBeGreaterThan(1);
  expect(sorted).toEqual([...sorted].sort((a, b) => b - a));
  const byVotes = await titles();

  await ideas.last().scrollIntoViewIfNeeded();
  await dragByMouse(page, ideas.last(), ideas.nth((await ideas.count()) - 2));
  await expect(page.locator(".toast").filter({ hasText: "Switch to “By hand” to change it." })).toBeVisible();
  await expect.poll(titles).toEqual(byVotes);
  // By keys the same.
  await ideas.last().locator("a").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Space");
  await expect.poll(titles).toEqual(byVotes);
  await page.getByRole("button", { name: "By hand" }).click();
  await expect.poll(titles).toEqual(byHand);

  await page.getByRole("button", { name: "By priority" }).click();
  const id = await ideas.first().getAttribute("data-hypothesis");
  await ideas.first().locator("a").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await expect(page.locator(`.lab-card[data-hypothesis="${id}"]`)).toHaveAttribute("data-status", "ready");
});

test("links lead to the deals of an insight and to the conversion, and are removed and brought back", async ({ page }) => {
  await signIn(page, "manager", "/hypotheses");
  await card(page, "Measure on Saturdays").locator("a").click();
  const links = page.locator(".lab-stands .lab-evidence > li");
  await expect(links).toHaveCount(2);
  const said = (await page.locator('.lab-stands [data-evidence="insight"] a').textContent())!.trim();
  await page.locator('.lab-stands [data-evidence="insight"] a').click();
  await expect(page).toHaveURL(/\/deals\?saying=/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(said);
  await page.goBack();
  await page.locator('.lab-stands [data-evidence="number"] a').click();
  await expect(page).toHaveURL(/\/conversion\?start=/);
  await page.goBack();

  await page.locator('.lab-stands [data-evidence="number"] button').click();
  await expect(links).toHaveCount(1);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(links).toHaveCount(2);
});

test("a link to an insight that was taken back says so, and can be removed", async ({ page, browser }) => {
  // Somebody writes an insight down …
  const other = await (await browser.newContext()).newPage();
  await signIn(other, "sales", "/inbox?tab=exchange");
  const heard = other.locator(".capture");
  await heard.getByLabel("What did they say?").fill("Somebody wanted a round table");
  await heard.getByRole("button", { name: "Add" }).click();
  await synced(other);

  // … somebody else links it …
  await signIn(page, "manager", "/hypotheses");
  await card(page, "Measure on Saturdays").locator("a").click();
  const stands = page.locator(".lab-stands");
  await stands.getByText("Link insights and numbers").click();
  await stands.locator("#lab-kept-insight").fill("round table");
  await stands.getByRole("button", { name: "Link “Somebody wanted a round table”" }).click();
  const link = stands.locator(".lab-evidence > li").filter({ hasText: "round table" });
  await expect(link.getByRole("link")).toHaveAttribute("href", /tab=exchange/);
  await synced(page);

  // … and the first takes it back.
  await other.locator("body").press("ControlOrMeta+z");
  await synced(other);
  await other.context().close();
  const gone = stands.locator(".lab-evidence > li").filter({ hasText: "This insight was deleted." });
  await expect(gone).toHaveCount(1);
  await gone.getByRole("button").click();
  await expect(gone).toHaveCount(0);
  await expect(stands.locator(".lab-evidence > li")).toHaveCount(2);
});

test("a saying of the exchange becomes a hypothesis that is linked with it", async ({ page }) => {
  await signIn(page, "sales", "/inbox?tab=exchange");
  const saying = page.locator('[data-topic="Objection"] .saying').first();
  const said = (await saying.locator("blockquote").textContent())!.trim();
  await saying.getByRole("link", { name: "Test it" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.locator('[data-evidence="insight"]').first()).toContainText(said);
  await expect(page).not.toHaveURL(/insights=/);
});

test("a vote is given offline, arrives later, and is taken back", async ({ page, context }) => {
  await signIn(page, "marketer", "/hypotheses");
  await card(page, "A call after the delivery").locator("a").click();
  const panel = page.locator(".lab-priority");
  await expect(panel).toContainText("Marketing has not voted yet");
  await kept(page);
  await context.setOffline(true);
  await vote(page, [6, 6, 6]);
  await expect(panel).toHaveAttribute("data-provisional", "false");
  await context.setOffline(false);
  await synced(page);
  await page.reload();
  await ready(page);
  await expect(page.locator("#lab-impact")).toHaveValue("6");
  await page.getByRole("button", { name: "Take my vote back" }).click();
  await expect(panel).toHaveAttribute("data-provisional", "true");
});

test("the form and the votes hold on a phone", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await signIn(page, "marketer", "/hypotheses");
  await begin(page);
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Link insights and numbers").click();
  const wide = await dialog.evaluate((element) => element.scrollWidth - element.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
  for (const button of await dialog.locator(".lab-offered button, .lab-link-more summary").all()) {
    expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(44);
  }
  await dialog.getByRole("button", { name: "Write it down" }).click();
  await card(page, TITLE).locator("a").first().click();
  for (const mark of await page.locator(".lab-mark input").all()) {
    expect((await mark.boundingBox())!.height).toBeGreaterThanOrEqual(44);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});
