import { readFile } from "node:fs/promises";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { ready, signIn, synced, visit } from "./support/app.ts";
import { useServer } from "./support/server.ts";

useServer();

const offers = (page: Page) => page.locator(".offer");

/** Opens a part of the hand-off. */
async function part(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: "Parts of the hand-off" }).getByRole("link", { name }).click();
}

/** How many leads stand where they are offered, as the server has it. */
async function offered(page: Page): Promise<number> {
  interface Entity { entity: string; id: string; role?: string; place?: { stage: string } }
  const { entities } = (await (await page.request.get("/api/snapshot")).json()) as { entities: Entity[] };
  const stages = new Set(entities.filter((e) => e.entity === "stage" && e.role === "offered").map((e) => e.id));
  return entities.filter((e) => e.entity === "deal" && stages.has(e.place?.stage ?? "")).length;
}

/** Opens the deals behind a number of offers; the list has as many, or says of how many offers it is. */
async function opens(page: Page, link: Locator, title: string): Promise<void> {
  const counted = ((await link.textContent()) ?? "").trim();
  await link.click();
  await expect(page).toHaveURL(/\/deals\?handoff=/);
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toContainText(title);
  const said = /: ([^:(]*?)(?: \(offers: (.*)\))?$/.exec(((await heading.textContent()) ?? "").trim());
  expect(said?.[2] ?? said?.[1]).toBe(counted);
}

test("sales accepts a lead in one tap, offline too, and it is theirs", async ({ page, context }) => {
  await signIn(page, "sales", "/inbox");
  const first = offers(page).first();
  const title = (await first.getByRole("heading").textContent())!.trim();
  const count = await offers(page).count();
  await context.setOffline(true);
  await first.getByRole("button", { name: "Accept" }).focus();
  await page.keyboard.press("Enter");
  await expect(offers(page)).toHaveCount(count - 1);
  await expect(offers(page).first().getByRole("button", { name: "Accept" }), "the keyboard goes on at the next one").toBeFocused();
  await context.setOffline(false);
  await synced(page, 45_000);
  await page.goto("/board?lens=sales");
  await ready(page);
  await expect(page.locator("[data-deal]").filter({ hasText: title }).first()).toBeVisible();
});

test("a rejection needs a reason, and marketing reads it in the lead's history and in the feedback", async ({ page }) => {
  await signIn(page, "sales", "/inbox");
  const first = offers(page).first();
  const link = await first.getByRole("heading").getByRole("link").getAttribute("href");
  await first.getByRole("button", { name: "Reject" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Reject" })).toBeDisabled();
  await dialog.getByRole("button", { name: "Something else", exact: true }).click();
  await expect(dialog.getByRole("button", { name: "Reject" }), "something else has to be said").toBeDisabled();
  await dialog.getByRole("button", { name: "Too far away" }).click();
  await dialog.getByLabel("In your own words").fill("They live in another country");
  await dialog.getByRole("button", { name: "Reject" }).click();
  await synced(page);
  await part(page, "Feedback");
  await expect(page.getByText("Too far away").first()).toBeVisible();
  await page.goto(link!);
  await ready(page);
  await expect(page.locator(".deal-history")).toContainText("sales said no: Too far away");
  await expect(page.getByText("They live in another country")).toBeVisible();
});

test("an offer that is put off stands below until its day, and its clock runs on", async ({ page }) => {
  await signIn(page, "sales", "/inbox");
  const title = (await offers(page).first().getByRole("heading").textContent())!.trim();
  const lead = offers(page).filter({ hasText: title }).first();
  await lead.getByRole("button", { name: "Put off" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "In 3 days" }).click();
  const later = page.locator(".inbox-later");
  await expect(later).toContainText(title);
  await expect(later.locator(".offer-clock").first()).toBeVisible();
  await later.getByRole("button", { name: /take back/ }).click();
  await expect(page.locator(".inbox-later")).toHaveCount(0);
});

test("a rule is written with its effect in view, offers whom it should, and the points explain themselves", async ({ page }) => {
  await signIn(page, "admin", "/inbox?tab=rules");
  await page.getByRole("button", { name: "New rule" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Five stars of ours");
  await dialog.getByRole("combobox", { name: "When" }).selectOption({ label: "Staff gave stars" });
  await dialog.getByLabel("At least stars").fill("5");
  await dialog.getByLabel("Points").fill("500");
  await expect(dialog.getByText("What this would do")).toBeVisible();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.locator(".rule").filter({ hasText: "Five stars of ours" })).toContainText("+500");
  await synced(page);

  // A lead of marketing gets five stars: the server offers it.
  await page.goto("/board?lens=marketing");
  await ready(page);
  const id = await page.locator("[data-stage]").first().locator("[data-deal]").first().getAttribute("data-deal");
  await page.goto(`/deals/${id}`);
  await ready(page);
  await page.getByRole("button", { name: "5 stars" }).click();
  await expect(page.locator(".deal-history")).toContainText("offered with", { timeout: 15_000 });
  await visit(page, "/inbox");
  const lead = offers(page).filter({ has: page.locator(`a[href="/deals/${id}"]`) });
  await lead.locator("summary").click();
  await expect(lead.locator(".score-points")).toContainText("Five stars of ours");
});

test("a rule's change tells whom it would offer before it is saved", async ({ page }) => {
  await signIn(page, "admin", "/inbox?tab=rules");
  await page.locator(".threshold").getByRole("button", { name: "Change" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Points").fill("1");
  await expect(dialog.getByText(/leads? would be offered/)).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.locator(".threshold")).toContainText("60 points");
});

test("pausing or removing a rule tells whom that would offer or withdraw, and asks", async ({ page }) => {
  await signIn(page, "admin", "/inbox?tab=rules");
  const rule = page.locator(".rule").filter({ hasText: "Needs it soon" });
  const asked = page.locator("dialog[open]");
  for (const name of ["Pause", "Remove"]) {
    await rule.getByRole("button", { name, exact: true }).click();
    await expect(asked.getByText("What this would do")).toBeVisible();
    await asked.getByRole("button", { name: "Cancel" }).click();
    await expect(asked).toHaveCount(0);
    await expect(rule).toHaveAttribute("data-paused", "false");
  }
  await rule.getByRole("button", { name: "Pause", exact: true }).click();
  await asked.locator("[data-confirm]").click();
  await expect(rule).toHaveAttribute("data-paused", "true");
  await page.keyboard.press("Control+z");
  await expect(rule).toHaveAttribute("data-paused", "false");
  await synced(page);
});

test("what a paused rule took back is offered again when the pause is undone, and its names lead to the leads", async ({ page }) => {
  await signIn(page, "admin", "/inbox?tab=rules");
  const rule = page.locator(".rule").filter({ hasText: "Needs it soon" });
  const asked = page.locator("dialog[open]");
  const before = await offered(page);
  await rule.getByRole("button", { name: "Pause", exact: true }).click();
  const said = asked.getByText(/leads? would be withdrawn/);
  const count = Number(((await said.textContent()) ?? "").replace(/\D/g, ""));
  expect(count).toBeGreaterThan(0);
  await expect(asked.getByText(/would be offered/), "the leads that are offered deserve it").toHaveCount(0);
  const more = asked.locator(".effect-more summary");
  if (await more.isVisible()) await more.click();
  const names = asked.locator(".effect-who a");
  await expect(names).toHaveCount(count);
  await expect(names.first()).toHaveAttribute("href", /^\/deals\//);
  await asked.locator("[data-confirm]").click();
  await expect.poll(() => offered(page), { timeout: 20_000 }).toBe(before - count);
  await page.keyboard.press("Control+z");
  await expect.poll(() => offered(page), { timeout: 20_000 }).toBe(before);
});

test("every number of the feedback opens the deals that it counts, says what it is, and can be taken along", async ({ page }) => {
  await signIn(page, "marketer", "/inbox?tab=feedback");
  const panel = (name: string) => page.locator(`[data-feedback="${name}"]`);
  const cell = (row: Locator, label: string) => row.locator(`td[data-label="${label}"] a.counted`);
  const google = panel("channel").getByRole("row", { name: /^Google Ads/ });
  for (const label of ["Offered", "Answered", "Accepted", "Won"]) {
    await opens(page, cell(google, label), `Hand-off · ${label} · Google Ads`);
    await page.locator(".deals-back").click();
    await expect(page).toHaveURL(/\/inbox\?tab=feedback/);
  }
  await opens(page, cell(panel("rule").getByRole("row", { name: /^Marketplace request/ }), "Accepted"), "Hand-off · Accepted · Marketplace request");
  await page.locator(".deals-back").click();
  await opens(page, cell(panel("campaign").getByRole("row", { name: /^Our name/ }), "Won"), "Hand-off · Won · Our name");
  await page.locator(".deals-back").click();
  await opens(page, panel("all").locator(".bars a.counted").first(), "Hand-off · Rejected: ");
  await page.locator(".deals-back").click();

  await page.getByText("What these numbers count").click();
  await expect(page.getByText(/is two offers of one deal/)).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as CSV" }).click();
  const file = await readFile((await (await download).path())!, "utf8");
  expect(file).toContain("By channel,Google Ads,");
  expect(file).toContain("By scoring rule,Marketplace request,");

  await page.getByRole("button", { name: "Last month" }).click();
  await expect(page).toHaveURL(/period=last_month/);
  await expect(cell(google, "Offered")).toHaveAttribute("href", /period=last_month/);
  await page.reload();
  await ready(page);
  await expect(page.getByRole("button", { name: "Last month" })).toHaveAttribute("aria-pressed", "true");
});

test("the feedback's tables are not cut on a tablet and on a phone", async ({ page }) => {
  await signIn(page, "marketer", "/inbox?tab=feedback");
  for (const width of [1024, 820, 390, 320]) {
    await page.setViewportSize({ width, height: 900 });
    await expect(page.locator('[data-feedback="channel"] tbody tr').first()).toBeVisible();
    const cut = () => page.locator(".table-scroll").evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length);
    await expect.poll(cut, { message: `${width} px` }).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  }
});

test("the week's numbers open their deals, and the week stands in the address", async ({ page }) => {
  await signIn(page, "manager", "/inbox?tab=agreement");
  await page.getByRole("button", { name: "Week before" }).click();
  await expect(page).toHaveURL(/week=\d{4}-\d\d-\d\d/);
  const week = ((await page.locator(".week b").textContent()) ?? "").trim();
  const fact = (name: string) => page.locator(".facts dt", { hasText: name }).locator("xpath=following-sibling::dd[1]");
  await opens(page, fact("Answered late").locator("a.counted"), `Hand-off · Answered late · ${week}`);
  await page.locator(".deals-back").click();
  await expect(page).toHaveURL(/\/inbox\?tab=agreement&week=/);
  await expect(page.locator(".week b")).toHaveText(week);
  await page.getByText("What these numbers count").click();
  await expect(page.getByText(/accepted in the week, whenever they were offered/)).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as CSV" }).click();
  expect(await readFile((await (await download).path())!, "utf8")).toContain("Answered late,");
});

test("questions are made in the app and answered on the deal", async ({ page }) => {
  await signIn(page, "manager", "/inbox?tab=rules");
  await page.getByRole("button", { name: "New question" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Question").fill("Which wood do you like?");
  await dialog.getByLabel("Options").fill("Oak\nWalnut");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.locator(".rule").filter({ hasText: "Which wood do you like?" })).toContainText("Oak / Walnut");
  await page.goto("/board");
  await ready(page);
  const id = await page.locator("[data-deal]").first().getAttribute("data-deal");
  await page.goto(`/deals/${id}`);
  await ready(page);
  await page.getByLabel("Which wood do you like?").selectOption("Walnut");
  await synced(page);
  await page.reload();
  await ready(page);
  await expect(page.getByLabel("Which wood do you like?")).toHaveValue("Walnut");
});

test("both sides of the agreement stand on one screen, and an admin changes it", async ({ page }) => {
  await signIn(page, "admin", "/inbox?tab=agreement");
  await expect(page.getByRole("heading", { name: "Marketing promises" })).toBeVisible();
  await expect(page.getByText("12 accepted leads a week with at least 40 points")).toBeVisible();
  await expect(page.getByText("An answer within 4 hours of work")).toBeVisible();
  await page.getByRole("button", { name: "Change the agreement" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Accepted leads a week").fill("9");
  await dialog.getByLabel("With at least so many points").fill("");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("9 accepted leads a week", { exact: true })).toBeVisible();
});

test("each part of the hand-off is there in every language", async ({ page }) => {
  await signIn(page, "manager", "/settings");
  await page.getByRole("button", { name: "Українська" }).click();
  for (const [tab, word] of [["", "Передача"], ["feedback", "За каналами"], ["agreement", "Маркетинг обіцяє"], ["rules", "Запитання"]]) {
    await page.goto(`/inbox${tab ? `?tab=${tab}` : ""}`);
    await ready(page);
    await expect(page.getByText(word!).first()).toBeVisible();
  }
});
