import { type Locator, type Page, expect, test } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { ready, signIn, synced } from "./support/app.ts";
import { makeKey } from "./support/intake.ts";
import { useServer } from "./support/server.ts";

const server = useServer();

/** A record of the snapshot; of these only the fields that the tests read. */
interface Entity {
  entity: string;
  id: string;
  channel?: string;
  kind?: string;
  day?: string;
  spend_minor?: number;
  visits?: number;
  rank?: string;
  role?: string;
  section?: string;
  place?: { stage: string };
  entries?: { stage: string; stamp: string }[];
  retracted?: string[];
  meta: { born?: unknown; presence?: { gone: boolean } };
}

async function entities(page: Page): Promise<Entity[]> {
  const all = ((await (await page.request.get("/api/snapshot")).json()) as { entities: Entity[] }).entities;
  return all.filter((e) => e.meta.born && !e.meta.presence?.gone);
}

const row = (page: Page, source: string) => page.locator(`tr[data-source="${source}"]`);

/** A number of a line: parts of deals have decimals. */
async function figure(line: Locator, name: string): Promise<number> {
  return Number(((await line.locator(`[data-figure="${name}"]`).textContent()) ?? "").replace(/[^\d.]/g, ""));
}

/** Leads and customers by the channel of the deal, and spend, from the records alone. */
async function computed(page: Page, channel: string): Promise<{ leads: number; customers: number; spend: number }> {
  const all = await entities(page);
  const path = all.filter((e) => e.entity === "stage" && e.role !== "lost").sort((a, b) => ((a.rank ?? "") < (b.rank ?? "") ? -1 : 1));
  const won = path.findIndex((stage) => stage.role === "won");
  const place = new Map(path.map((stage, at) => [stage.id, at]));
  const further = ["repeat", "upsell", "cross_sell", "down_sell", "win_back"];
  const deals = all.filter((e) => e.entity === "deal" && e.channel === channel && !further.includes(e.kind ?? "new"));
  const stages = (deal: Entity) => [...(deal.entries ?? []).filter((e) => !deal.retracted?.includes(e.stamp)).map((e) => e.stage), deal.place?.stage ?? ""];
  const customers = deals.filter((deal) => stages(deal).some((stage) => (place.get(stage) ?? -1) >= won));
  const spend = all.filter((e) => e.entity === "reach" && e.channel === channel);
  return { leads: deals.length, customers: customers.length, spend: spend.reduce((sum, e) => sum + (e.spend_minor ?? 0), 0) };
}

test("spend, leads and the cost of a customer are those that the records give", async ({ page }) => {
  await signIn(page, "manager", "/money");
  const line = row(page, "name:showroom");
  const expected = await computed(page, "Showroom");
  expect(expected.customers).toBeGreaterThan(0);
  await expect.poll(() => figure(line, "leads")).toBe(expected.leads);
  await expect.poll(() => figure(line, "customers")).toBe(expected.customers);
  expect(Number(await line.getAttribute("data-spend-minor"))).toBe(expected.spend);
  const cac = Number(await line.locator('[data-figure="per-customer"]').getAttribute("data-minor"));
  expect(cac).toBe(Math.round(expected.spend / expected.customers));
});

test("under each attribution the channels make the whole, and the choice is a link", async ({ page }) => {
  await signIn(page, "manager", "/money");
  for (const [code, sentence] of [["last", "Last touch: a lead counts"], ["even", "Even split: a lead counts"], ["first", "First touch: a lead counts"]] as const) {
    await page.locator(`[data-credit="${code}"]`).click();
    await expect(page.locator(".money-credit-what")).toContainText(sentence);
    await expect(page).toHaveURL(new RegExp(`credit=${code}`));
    for (const name of ["leads", "accepted", "customers"]) {
      const parts = await Promise.all((await page.locator(".money-table tbody tr:not([data-source=all])").all()).map((line) => figure(line, name)));
      const sum = parts.reduce((a, b) => a + b, 0);
      // Each part is shown to the hundredth.
      expect(Math.abs(sum - (await figure(row(page, "all"), name)))).toBeLessThanOrEqual(0.005 * parts.length);
    }
  }
  await page.goto("/money?credit=even");
  await ready(page);
  await expect(page.locator('[data-credit="even"]')).toHaveAttribute("aria-pressed", "true");
});

test("every count opens its deals, and they lead back", async ({ page }) => {
  await signIn(page, "manager", "/money?credit=last");
  for (const name of ["leads", "accepted", "customers"]) {
    const count = await figure(row(page, "name:pinterest"), name);
    await row(page, "name:pinterest").locator(`[data-figure="${name}"]`).click();
    const heading = page.getByRole("heading", { level: 1 });
    await expect(heading).toContainText("Pinterest");
    await expect(heading).toContainText("last touch");
    await expect.poll(async () => Number(((await heading.textContent()) ?? "").split(": ").pop()?.replace(/\D/g, ""))).toBe(count);
    await page.getByRole("link", { name: "Spend and cost" }).click();
    await expect(page.locator('[data-credit="last"]')).toHaveAttribute("aria-pressed", "true");
  }
});

test("the page is reached from the hourglass and from the conversions", async ({ page }) => {
  await signIn(page);
  await page.getByRole("link", { name: "Spend and cost" }).first().click();
  await expect(page).toHaveURL(/\/money$/);
  await page.getByRole("link", { name: "Conversion over time" }).click();
  await page.getByRole("link", { name: "Spend and cost" }).click();
  await expect(page.locator(".money-table")).toBeVisible();
});

const cell = (page: Page, channel: string, column: number) => page.locator(`tr[data-channel="${channel}"] input`).nth(column);

test("a number is typed in with keys, said with the earlier one, taken back, and synced", async ({ page }) => {
  await signIn(page, "marketer", "/money?view=enter&week=2026-01-05");
  const monday = cell(page, "Instagram", 0);
  await monday.click();
  await monday.fill("120,50");
  await monday.press("Enter");
  await expect(page.locator(".ledger-said")).toContainText("Instagram");
  await expect(page.locator(".ledger-said")).toContainText("€120.50");
  await expect(monday).toHaveValue("120.50");
  // Enter has gone down; an arrow goes back up.
  await page.keyboard.press("ArrowUp");
  await expect(monday).toBeFocused();
  await page.keyboard.type("99");
  await page.keyboard.press("Tab");
  await expect(page.locator(".ledger-said")).toContainText("€99, was €120.50");
  await expect(cell(page, "Instagram", 1)).toBeFocused();
  await page.keyboard.press("Control+z");
  await expect(monday).toHaveValue("120.50");
  await synced(page);
  const noted = (await entities(page)).filter((e) => e.entity === "reach" && e.channel === "Instagram" && e.day === "2026-01-05");
  expect(noted.map((e) => e.spend_minor)).toEqual([12050]);
});

test("what is no number stays in its cell with a way out", async ({ page }) => {
  await signIn(page, "marketer", "/money?view=enter&week=2026-01-12");
  const first = cell(page, "Pinterest", 0);
  const before = await first.inputValue();
  await first.fill("a lot");
  await first.press("Enter");
  await expect(first).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator("#ledger-fault")).toContainText("“a lot” is no such number");
  await first.press("Escape");
  await expect(first).toHaveValue(before);
  await expect(page.locator("#ledger-fault")).toBeEmpty();
});

/** Pastes a text as a spreadsheet's clipboard gives it. */
async function paste(into: Locator, text: string): Promise<void> {
  await into.focus();
  await into.evaluate((input, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

test("a new channel is added and a block pasted, in weeks too", async ({ page }) => {
  await signIn(page, "marketer", "/money?view=enter&week=2026-02-02");
  await page.locator("#new-channel").fill("Fair");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(cell(page, "Fair", 0)).toBeFocused();
  await paste(cell(page, "Fair", 0), "10\t20,50\tthirty\n");
  await expect(page.locator(".ledger-said")).toContainText("Numbers pasted: 2, of them over an earlier one: 0.");
  await expect(page.locator(".ledger-said")).toContainText("Left out, for they do not fit or are no numbers: 1.");
  await expect(cell(page, "Fair", 1)).toHaveValue("20.50");
  await page.getByRole("button", { name: "Weeks" }).click();
  await expect(cell(page, "Fair", 5)).toHaveValue("30.50");
  await cell(page, "Fair", 4).fill("70");
  await cell(page, "Fair", 4).press("Enter");
  await page.getByRole("button", { name: "Days" }).click();
  await page.getByRole("button", { name: "Earlier" }).click();
  await expect(cell(page, "Fair", 3)).toHaveValue("10");
  // A channel that is there already is not added again, however it is written.
  await page.locator("#new-channel").fill(" fair ");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.locator("#new-channel-about")).toContainText("in the table already");
});

test("a file is looked at, written once, and taken back as one", async ({ page }) => {
  await signIn(page, "marketer", "/money?view=enter&week=2026-03-02");
  const upload = async (name: string, text: string) => {
    await page.locator(".money-file input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  };
  await upload("march.csv", "Channel;Date;Cost;Clicks\nRadio;02.03.2026;100,00;5\nRadio;02.03.2026;50,00;2\nRadio;15.03.2026;7;1\nRadio;soon;1;1\n");
  const outlook = page.locator(".money-outlook");
  await expect(outlook).toContainText("New days of channels: 2.");
  await expect(outlook).toContainText("Lines added to others of their channel and day: 1.");
  await expect(outlook).toContainText("Line 5: “soon” is no day");
  await page.getByRole("button", { name: "Write into the table (2)" }).click();
  await expect(cell(page, "Radio", 0)).toHaveValue("150");
  // The same again changes nothing; where the days can be read in two ways, it asks.
  await upload("march.csv", "Channel;Date;Cost\nRadio;02.03.2026;150\n");
  await page.getByLabel("Day first: 31.12.2026").check();
  await expect(page.locator(".money-file")).toContainText("This file changes nothing.");
  // Another number says the earlier one.
  await upload("again.csv", "Channel;Date;Cost\nRadio;02.03.2026;160\nRadio;15.03.2026;7\n");
  await expect(outlook).toContainText("€150 becomes €160");
  await page.getByRole("button", { name: "Write into the table (1)" }).click();
  await expect(cell(page, "Radio", 0)).toHaveValue("160");
  await page.locator("h1").click();
  await page.keyboard.press("Control+z");
  await expect(cell(page, "Radio", 0)).toHaveValue("150");
  // A file without a channel asks whose it is; one that is no table says so.
  await upload("platform.csv", "Day,Amount spent (EUR)\n2026-03-03,8\n");
  await page.getByLabel("Which channel is this file of?").fill("Radio");
  await page.getByLabel("Which channel is this file of?").press("Tab");
  await page.getByRole("button", { name: "Write into the table (1)" }).click();
  await expect(cell(page, "Radio", 1)).toHaveValue("8");
  await upload("other.csv", "a,b\n1,2\n");
  await expect(page.locator(".money-file [role=alert]")).toContainText("No column has the days");
});

test("the figures are saved as a file", async ({ page }) => {
  await signIn(page, "manager", "/money?credit=even");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export" }).click()]);
  const text = await readFile(await download.path(), "utf8");
  expect(download.suggestedFilename()).toMatch(/^spend-and-cost-even-/);
  expect(text.split("\r\n")[0]).toContain("Per customer (CAC)");
  expect(text).toContain("All channels,EUR,");
});

test("what a platform sends and what is typed in are one row", async ({ page }) => {
  await signIn(page, "admin", "/money?view=enter&week=2026-04-06");
  const key = await makeKey(page);
  const rows = [{ channel: "Podcast", day: "2026-04-06", spend_minor: 4200, visits: 9 }];
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const sent = await fetch(`${server().url}/api/intake/reach`, { method: "POST", headers, body: JSON.stringify({ rows }) });
  expect(sent.status).toBe(200);
  await expect(cell(page, "Podcast", 0)).toHaveValue("42");
  await cell(page, "Podcast", 0).fill("43");
  await cell(page, "Podcast", 0).press("Enter");
  await synced(page);
  const noted = (await entities(page)).filter((e) => e.entity === "reach" && e.channel === "Podcast");
  expect(noted.map((e) => [e.spend_minor, e.visits])).toEqual([[4300, 9]]);
});

test("a cost has its interval, and opens the deals that it is divided by", async ({ page }) => {
  await signIn(page, "manager", "/money");
  const line = row(page, "name:showroom");
  await expect(line.locator('[data-range="per-customer"]')).toHaveText(/–|at least/);
  const count = await figure(line, "customers");
  await line.locator('[data-figure="per-customer"]').click();
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toContainText("Showroom");
  await expect.poll(async () => Number(((await heading.textContent()) ?? "").split(": ").pop()?.replace(/\D/g, ""))).toBe(count);
});

test("a filter by channel keeps its spend, and two periods stand side by side", async ({ page }) => {
  await signIn(page, "manager", "/money?channel=Showroom");
  await expect(row(page, "name:showroom")).toBeVisible();
  await expect(row(page, "name:pinterest").locator('[data-figure="spend"][data-minor]')).toHaveCount(0);
  await page.goto("/money");
  await ready(page);
  await page.getByRole("button", { name: "Two periods" }).click();
  await expect(page).toHaveURL(/beside=/);
  await expect(page.locator(".money-beside tbody tr")).toHaveCount(3);
});

for (const [locale, title, credit] of [["ru-RU", "Расходы и стоимость", "Первое касание"], ["uk-UA", "Витрати й вартість", "Перший дотик"]] as const) {
  test.describe(locale, () => {
    test.use({ locale });

    test("the page speaks the language", async ({ page }) => {
      await signIn(page, "manager", "/money");
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
      await expect(page.getByRole("button", { name: credit })).toBeVisible();
    });
  });
}
