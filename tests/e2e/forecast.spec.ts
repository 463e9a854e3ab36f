import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { type Page, expect, test } from "@playwright/test";
import { kept, ready, signIn, synced } from "./support/app.ts";
import { useServer } from "./support/server.ts";

/** A record of the snapshot; of these only the fields that the tests read. */
interface Entity {
  entity: string;
  id: string;
  rank?: string;
  role?: string;
  owner?: string;
  place?: { stage: string };
  meta: { born?: unknown; presence?: { gone: boolean } };
}

async function entities(page: Page): Promise<Entity[]> {
  const all = ((await (await page.request.get("/api/snapshot")).json()) as { entities: Entity[] }).entities;
  return all.filter((e) => e.meta.born && !e.meta.presence?.gone);
}

/** Waits until the forecast and its trial are there. */
async function told(page: Page): Promise<void> {
  await expect(page.locator(".forecast")).toHaveAttribute("data-forecast", "ready", { timeout: 30_000 });
}

/** The 10th, 50th and 90th percentile of the sentence, in minor units. */
async function band(page: Page): Promise<number[]> {
  const said = page.locator(".forecast-said");
  const ends = ["data-low", "data-middle", "data-high"].map(async (name) => Number(await said.getAttribute(name)));
  return Promise.all(ends);
}

test.describe("with the demo's history", () => {
  const server = useServer();

  test("the coming weeks are told in words, as a picture, in figures, and tried on past weeks", async ({ page }) => {
    await signIn(page, "manager", "/conversion");
    await page.getByRole("link", { name: "Forecast" }).click();
    await expect(page).toHaveURL(/\/forecast$/);
    await told(page);
    await expect(page.locator(".forecast")).toHaveAttribute("data-way", "worker");
    await expect(page.locator(".forecast-said")).toContainText("most likely between");
    const [low = 0, middle = 0, high = 0] = await band(page);
    expect(low).toBeLessThanOrEqual(middle);
    expect(middle).toBeLessThanOrEqual(high);
    expect(high).toBeGreaterThan(0);
    await expect(page.locator(".fan-band")).toHaveAttribute("d", /^M0 100L/);
    // The rest of the present week and four whole ones.
    await page.getByText("The weeks in figures").click();
    await expect(page.locator("tr[data-week]")).toHaveCount(5);
    await page.getByRole("link", { name: "Week by week" }).click();
    await expect(page).toHaveURL(/by=week/);
    await expect(page.locator(".fan-band")).toHaveAttribute("d", /^M\d.*Z.*Z/);
    await page.locator("select[name=weeks]").selectOption("12");
    await expect(page.locator("tr[data-week]")).toHaveCount(13);
    // The past.
    const said = page.locator(".forecast-trial-said");
    expect(Number(await said.getAttribute("data-trials"))).toBeGreaterThanOrEqual(6);
    expect(Number(await said.getAttribute("data-within"))).toBeLessThanOrEqual(Number(await said.getAttribute("data-trials")));
    await expect(page.locator("tr[data-level]")).toHaveCount(5);
  });

  test("the same records give the same figures", async ({ page }) => {
    await signIn(page, "manager", "/forecast");
    await told(page);
    const [, middle = 0] = await band(page);
    await page.reload();
    await ready(page);
    await told(page);
    const [, again = 0] = await band(page);
    // Between the two looks a moment has passed: nearly the same, not another draw.
    expect(Math.abs(again - middle)).toBeLessThanOrEqual(Math.max(middle, 1) * 0.02);
  });

  test("only open deals are counted, whoever looks after them", async ({ page }) => {
    await signIn(page, "manager", "/forecast");
    await told(page);
    const all = await entities(page);
    const stages = all.filter((e) => e.entity === "stage").sort((a, b) => ((a.rank ?? "") < (b.rank ?? "") ? -1 : 1));
    const lost = new Set(stages.filter((stage) => stage.role === "lost").map((stage) => stage.id));
    const opened = page.locator('tr[data-group="open"] td').first();
    const count = Number((await opened.textContent())?.replace(/\D/g, ""));
    const path = stages.filter((stage) => stage.role !== "lost");
    const won = path.findIndex((stage) => stage.role === "won");
    const before = new Set(path.slice(0, won).map((stage) => stage.id));
    const standing = all.filter((e) => e.entity === "deal" && before.has(e.place?.stage ?? ""));
    // Who stands before Won and had been won already is not open.
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(standing.length);
    const listed = await page.locator("tr[data-matters]").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-matters")));
    expect(listed.length).toBeGreaterThan(0);
    for (const id of listed) {
      const deal = all.find((e) => e.id === id);
      expect(lost.has(deal?.place?.stage ?? ""), id ?? "").toBe(false);
      expect(before.has(deal?.place?.stage ?? ""), id ?? "").toBe(true);
    }
    await page.locator("tr[data-matters] a").first().click();
    await expect(page).toHaveURL(new RegExp(`/deals/${listed[0]}`));
  });

  test("another owner's forecast is shown by choosing them, in the list or in the table", async ({ page }) => {
    await signIn(page, "manager", "/forecast");
    await told(page);
    const whole = await band(page);
    const own = page.locator(".forecast-groups tbody tr").filter({ has: page.locator(".share-track") }).last();
    const group = (await own.getAttribute("data-group")) ?? "";
    await own.getByRole("link").click();
    await expect(page).toHaveURL(new RegExp(`group=${group}`));
    await expect(page.locator("select[name=group]")).toHaveValue(group);
    await expect(own.getByRole("link")).toHaveAttribute("aria-current", "true");
    const ofOne = await band(page);
    expect(ofOne[2]).toBeLessThan(whole[2] ?? 0);
    await page.locator("select[name=group]").selectOption("");
    await expect.poll(() => band(page)).toEqual(whole);
  });

  test("the plan is written down by an admin and compared", async ({ page }) => {
    await signIn(page, "admin", "/forecast");
    await told(page);
    await page.getByRole("button", { name: "Write the plan" }).click();
    const fields = page.locator('dialog input[name^="plan-"]');
    await fields.first().fill("many");
    await expect(fields.first()).toHaveAttribute("aria-invalid", "true");
    for (const field of await fields.all()) await field.fill("900M");
    await page.locator("dialog").getByRole("button", { name: "Save" }).click();
    await expect(page.locator(".forecast-months li")).toHaveCount(6);
    await expect(page.locator("[data-plan]")).toHaveAttribute("data-plan", "above");
    await told(page);
    await expect(page.locator(".fan-plan")).toHaveAttribute("d", /^M0 100L/);
    await synced(page);
    await page.reload();
    await ready(page);
    await told(page);
    await expect(page.locator("[data-plan]")).toContainText("more than in nine of ten runs");
  });

  test("who is no admin sees that there is no plan, and whom to ask", async ({ page }) => {
    await signIn(page, "sales", "/forecast");
    await told(page);
    await expect(page.locator(".forecast-plan")).toBeVisible();
    await expect(page.getByRole("button", { name: "Write the plan" })).toHaveCount(0);
  });

  test("it can be taken along as a table", async ({ page }) => {
    await signIn(page, "manager", "/forecast");
    await told(page);
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as CSV" }).click();
    const file = await coming;
    expect(file.suggestedFilename()).toMatch(/^forecast-.*\.csv$/);
    const lines = (await readFile(await file.path(), "utf8")).trim().split("\r\n");
    expect(lines[0]).toContain("10th percentile");
    expect(lines.filter((line) => line.startsWith("All deals,"))).toHaveLength(13);
  });

  test("it is readable by everybody, and holds on a phone", async ({ page }) => {
    await signIn(page, "manager", "/forecast");
    await told(page);
    const result = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze();
    expect(result.violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => v.id)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 700 });
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(wide).toBeLessThanOrEqual(0);
  });

  test("it works without the server", async ({ page }) => {
    await signIn(page, "manager", "/forecast");
    await told(page);
    await synced(page);
    await kept(page);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await server().stop();
    await page.reload();
    await ready(page);
    await told(page);
    await expect(page.locator(".forecast-said")).toContainText("most likely between");
    await server().start();
  });

  test("where there are no workers it is computed in slices", async ({ page }) => {
    await page.addInitScript(() => Object.defineProperty(window, "Worker", { value: undefined }));
    await signIn(page, "manager", "/forecast");
    await told(page);
    await expect(page.locator(".forecast")).toHaveAttribute("data-way", "slices");
    await expect(page.locator(".forecast-said")).toContainText("most likely between");
  });
});

test.describe("in a new workspace", () => {
  const server = useServer({ demo: false });

  test("it is refused with the reason and the next step", async ({ page }) => {
    const code = /\/setup#(\S+)/.exec(server().log)?.[1] ?? "";
    await page.goto(`/setup#${code}`);
    await page.getByLabel("Name of the workspace").fill("Oak Studio");
    await page.getByLabel("Your name").fill("Olena Shevchuk");
    await page.getByLabel("E-mail").fill("olena@example.org");
    await page.getByLabel("Password", { exact: true }).fill("green chairs in the rain");
    await page.getByRole("button", { name: "Set up" }).click();
    await page.waitForURL("/");
    await ready(page);
    await page.goto("/forecast");
    await ready(page);
    await expect(page.locator(".forecast")).toHaveAttribute("data-forecast", "refused");
    await expect(page.locator("[data-refused]")).toContainText("Too few outcomes: 0 deals were won or lost, and it takes 20.");
    await page.locator("[data-refused]").getByRole("link", { name: "Import deals" }).click();
    await expect(page).toHaveURL(/\/settings\/import/);
  });
});
