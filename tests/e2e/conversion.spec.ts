import { type Locator, type Page, expect, test } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { ready, signIn, synced } from "./support/app.ts";
import { useServer } from "./support/server.ts";

useServer();

const DAY = 86_400_000;

/** What the page says of one group. */
interface Figures {
  entered: number;
  known: number;
  knownPassed: number;
  open: number;
  rate: number;
}

/** A number of a line, as it is written. */
async function figure(line: Locator, name: string): Promise<number> {
  const text = await line.locator(`[data-figure="${name}"]`).textContent();
  return Number((text ?? "").replace(/\D/g, ""));
}

/** A record of the snapshot; of these only the fields that the test reads. */
interface Entity {
  entity: string;
  id: string;
  name?: string;
  rank?: string;
  role?: string;
  channel?: string;
  entries?: { stage: string; at?: number }[];
}

/** Computes the figures of a channel from the records alone, as a textbook does. */
async function computed(page: Page, channel: string, start: string, goal: string, days: number): Promise<Figures> {
  const { entities } = (await (await page.request.get("/api/snapshot")).json()) as { entities: Entity[] };
  const stages = entities.filter((e) => e.entity === "stage" && e.role !== "lost");
  const path = stages.sort((a, b) => ((a.rank ?? "") < (b.rank ?? "") ? -1 : 1));
  const place = new Map(path.map((stage, at) => [stage.id, at]));
  const at = (name: string) => path.findIndex((stage) => stage.name === name);
  const now = Date.now();
  const figures: Figures = { entered: 0, known: 0, knownPassed: 0, open: 0, rate: 0 };
  const seen: { time: number; passed: boolean }[] = [];
  for (const deal of entities.filter((e) => e.entity === "deal" && e.channel === channel)) {
    const first = (from: number) => deal.entries?.find((e) => (place.get(e.stage) ?? -1) >= from)?.at;
    const entered = first(at(start));
    if (entered === undefined) continue;
    const passed = first(at(goal));
    const took = passed === undefined ? undefined : passed - entered;
    const isKnown = now - entered >= days * DAY;
    figures.entered += 1;
    figures.known += Number(isKnown);
    figures.knownPassed += Number(isKnown && took !== undefined && took <= days * DAY);
    figures.open += Number(!isKnown && took === undefined);
    seen.push({ time: took ?? now - entered, passed: took !== undefined });
  }
  const times = new Set(seen.filter((s) => s.passed && s.time <= days * DAY).map((s) => s.time));
  let survival = 1;
  for (const time of times) {
    const atRisk = seen.filter((s) => s.time >= time).length;
    survival *= 1 - seen.filter((s) => s.passed && s.time === time).length / atRisk;
  }
  figures.rate = 1 - survival;
  return figures;
}

const CHANNEL = "Showroom";
const START = "Introduced to a designer";
const GOAL = "Agreed to a measurement";

const line = (page: Page, group: string) => page.locator(`tr[data-group="${group}"]`);

/** Chooses on the page, as a person does, what the tests look at. */
async function choose(page: Page): Promise<void> {
  await page.locator("select[name=start]").selectOption({ label: START });
  await page.locator("select[name=goal]").selectOption({ label: GOAL });
  await page.locator("select[name=window]").selectOption("14d");
  await page.locator("select[name=by]").selectOption("channel");
  await expect(line(page, `text:${CHANNEL}`)).toBeVisible();
}

test("the figures of a group are those that the records give", async ({ page }) => {
  await signIn(page, "manager", "/conversion");
  await choose(page);
  const shown = line(page, `text:${CHANNEL}`);
  const expected = await computed(page, CHANNEL, START, GOAL, 14);
  expect(expected.knownPassed).toBeGreaterThan(0);
  await expect.poll(() => figure(shown, "entered")).toBe(expected.entered);
  await expect.poll(() => figure(shown, "known")).toBe(expected.known);
  await expect.poll(() => figure(shown, "known-passed")).toBe(expected.knownPassed);
  await expect.poll(() => figure(shown, "open")).toBe(expected.open);
  expect(Number(await shown.getAttribute("data-rate"))).toBeCloseTo(expected.rate, 5);
  // The view is a link.
  await page.reload();
  await ready(page);
  await expect.poll(() => figure(shown, "known-passed")).toBe(expected.knownPassed);
});

test("every number opens exactly its deals", async ({ page }) => {
  await signIn(page, "manager", "/conversion");
  await choose(page);
  for (const name of ["entered", "known", "known-passed", "open", "at-risk"]) {
    const shown = line(page, `text:${CHANNEL}`);
    const count = await figure(shown, name);
    await shown.locator(`[data-figure="${name}"]`).click();
    await expect(page).toHaveURL(/\/deals\?cohort=/);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(CHANNEL);
    await expect.poll(async () => Number(((await page.getByRole("heading", { level: 1 }).textContent()) ?? "").split(": ").pop()?.replace(/\D/g, ""))).toBe(count);
    await page.goBack();
    await expect(shown).toBeVisible();
  }
});

test("two groups are compared in a sentence, and the comparison is a link", async ({ page }) => {
  await signIn(page, "manager", "/conversion");
  await choose(page);
  const said = page.locator(".conversion-compared");
  await expect(said).toContainText("Tick two groups");
  await page.getByRole("checkbox", { name: "Compare Marketplace" }).check();
  await expect(said).toContainText("one more");
  await page.getByRole("checkbox", { name: "Compare Recommendations" }).check();
  await expect(said).toContainText("Recommendations passes better than Marketplace");
  await expect(page.locator(".curve-key [data-series]")).toHaveCount(2);
  await page.reload();
  await ready(page);
  await expect(said).toContainText("Recommendations passes better than Marketplace");
});

test("a month that has just begun is not worse for being young", async ({ page }) => {
  await signIn(page, "manager", "/conversion");
  await choose(page);
  await page.locator("select[name=by]").selectOption("month");
  const months = page.locator('tr[data-group^="month:"]');
  await expect(months.first()).toBeVisible();
  const young = months.last();
  const rate = await young.getAttribute("data-rate");
  if (rate === null) {
    await expect(young).toContainText("Not yet known");
  } else {
    // What is not known widens the interval: its upper end is not below the share of all.
    const high = Number((await young.getAttribute("data-interval"))?.split(" ")[1]);
    expect(high).toBeGreaterThan(Number(await line(page, "all").getAttribute("data-rate")));
  }
});

test("the bottleneck is told on the first screen, with its uncertainty, and leads on", async ({ page }) => {
  await signIn(page);
  const neck = page.locator("[data-bottleneck]");
  await expect(neck).toContainText("To close this gap would bring about");
  await neck.getByRole("link").click();
  await expect(page).toHaveURL(/\/conversion\?start=/);
  await expect(page.locator(".conversion-table")).toBeVisible();
});

test("two periods stand side by side, each opens its own deals, and their difference is told", async ({ page }) => {
  await signIn(page, "manager", "/conversion?window=30d");
  await page.locator("select[name=by]").selectOption({ label: "Two periods" });
  const lines = page.locator('[data-group="period"]');
  await expect(lines).toHaveCount(2);
  await expect(page.locator('[data-group="all"]'), "two periods have no whole").toHaveCount(0);
  const day = (ago: number) => new Date(Date.now() - ago * DAY).toISOString().slice(0, 10);
  const set = async (period: string, from: string, to: string) => {
    await page.getByLabel(`${period}: First day`).fill(from);
    await expect(page).toHaveURL(new RegExp(from));
    await page.getByLabel(`${period}: Last day`).fill(to);
    await expect(page).toHaveURL(new RegExp(to));
  };
  await set("Second period", day(300), day(211));
  await set("First period", day(180), day(91));
  await expect(page).toHaveURL(new RegExp(`from=${day(180)}`));
  await expect(page.locator(".conversion-compared")).toContainText(/passes better than|cannot be told apart yet/);
  await expect(page.locator(".curve-line")).toHaveCount(2);
  // Each line opens its own deals.
  for (const at of [0, 1]) {
    const entered = lines.nth(at).locator('[data-figure="entered"]');
    const count = await figure(lines.nth(at), "entered");
    expect(count).toBeGreaterThan(0);
    await entered.click();
    await expect(page).toHaveURL(new RegExp(`/deals\\?cohort=.*from=${at === 0 ? day(180) : day(300)}`));
    const heading = page.getByRole("heading", { level: 1 });
    await expect.poll(async () => Number(((await heading.textContent()) ?? "").split(": ").pop()?.replace(/\D/g, ""))).toBe(count);
    await page.goBack();
    await expect(lines).toHaveCount(2);
  }
  // What overlaps is not compared.
  await page.getByLabel("Second period: Last day").fill(day(150));
  await expect(page.locator(".conversion-compared")).toContainText("The two periods overlap");
  // Another division takes their place.
  await page.locator("select[name=by]").selectOption({ label: "Channel" });
  await expect(page).not.toHaveURL(/beside=/);
  await expect(page.locator('[data-group="all"]')).toHaveCount(1);
});

test("a stage gets a target, and the bottleneck can be held against it", async ({ page }) => {
  await signIn(page, "manager", "/?against=target");
  const neck = page.locator(".glass-neck");
  await expect(neck).toContainText("No stage has a target yet.");
  await neck.getByRole("link", { name: "Set targets" }).click();
  await expect(page).toHaveURL(/\/settings#stages$/);
  await ready(page);
  // The first stage that holds deals and has one behind it.
  const edit = page.locator("[data-edit-stage]");
  await edit.nth(2).click();
  const dialog = page.getByRole("dialog");
  const target = dialog.getByLabel(/^Target: so many of 100 go on to/);
  await target.fill("101");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("Write a whole number from 1 to 100, or nothing.")).toBeVisible();
  await target.fill("99");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.locator(".stage-line").nth(2)).toContainText("Target: 99% go on");
  await synced(page);

  await page.goto("/?against=target");
  await ready(page);
  await expect(neck.locator("[data-bottleneck]")).toContainText("the target is 99%.");
  // By keyboard, and kept in the address.
  const choice = neck.locator(".neck-against select");
  await choice.selectOption({ label: "the time before" });
  await expect(page).toHaveURL(/against=before/);
  await expect(neck).not.toContainText("the target is");
  await expect(choice).toBeVisible();
  await choice.selectOption({ label: "what would bring the most" });
  await expect(page).not.toHaveURL(/against=/);
});

test("the table can be taken along, with a line for each group", async ({ page }) => {
  await signIn(page, "manager", "/conversion?by=channel");
  await expect(page.locator(".conversion-table tbody tr").first()).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator(".conversion-export").click()]);
  expect(download.suggestedFilename()).toMatch(/^conversion-/);
  const lines = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
  expect(lines.length).toBe(1 + (await page.locator(".conversion-table tbody tr").count()));
  await expect(line(page, "all").locator('[data-figure="median-passed"]')).not.toHaveText("–");
});

test("two periods begin so that they can be compared", async ({ page }) => {
  await signIn(page, "manager", "/conversion?window=30d");
  await page.locator("select[name=by]").selectOption({ label: "Two periods" });
  await expect(page.locator(".conversion-compared")).toContainText(/passes better than|cannot be told apart yet/);
});

test("where too little is known, the bottleneck says how much is missing", async ({ page }) => {
  const today = new Date().toISOString().slice(0, 10);
  await signIn(page, "manager", `/?period=custom&from=${today}&to=${today}`);
  const neck = page.locator(".glass-neck");
  // A day without any deal has no place for the sentence.
  if ((await neck.count()) > 0) await expect(neck.locator("[data-neck-known]")).toContainText("Not enough yet");
});

test.describe("in Ukrainian", () => {
  test.use({ locale: "uk-UA" });

  test("the page speaks the language", async ({ page }) => {
    await signIn(page, "manager", "/conversion?by=channel");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Конверсія з часом");
    await page.locator(".conversion-meaning summary").click();
    await expect(page.locator(".conversion-meaning")).toContainText("Каплан–Маєр");
  });
});
