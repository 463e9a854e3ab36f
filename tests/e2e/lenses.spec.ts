import { readFile } from "node:fs/promises";
import { type Locator, type Page, expect, test } from "@playwright/test";
import { ready, signIn } from "./support/app.ts";
import { useServer } from "./support/server.ts";

useServer();

/** A record of the snapshot; of these only the fields that the test reads. */
interface Entity {
  entity: string;
  id: string;
  name?: string;
  rank?: string;
  role?: string;
  place?: { stage: string };
  entries?: { stage: string; at?: number; stamp: unknown }[];
  retracted?: unknown[];
}

async function entities(page: Page): Promise<Entity[]> {
  return ((await (await page.request.get("/api/snapshot")).json()) as { entities: Entity[] }).entities;
}

/** A number as it is written. */
async function number(link: Locator): Promise<number> {
  return Number(((await link.textContent()) ?? "").replace(/\(.*\)/, "").replace(/\D/g, ""));
}

/** Opens the deals behind a number, and says how many the list has. */
async function opened(page: Page, link: Locator): Promise<number> {
  await link.click();
  await expect(page).toHaveURL(/\/deals\?lens=/);
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toContainText(/: \d/);
  return Number(((await heading.textContent()) ?? "").split(": ").pop()?.replace(/\D/g, ""));
}

test("the lenses are reached from the conversions, and those from them", async ({ page }) => {
  await signIn(page, "manager", "/conversion?period=year");
  await page.getByRole("link", { name: "Lenses" }).click();
  await expect(page).toHaveURL(/\/lenses\?period=year/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Lenses");
  await page.getByRole("link", { name: "Conversion over time" }).click();
  await expect(page).toHaveURL(/\/conversion\?period=year/);
});

test("the flow counts each move of the history, and every number opens its deals", async ({ page }) => {
  await signIn(page, "manager", "/lenses");
  await page.getByRole("navigation", { name: "Lenses" }).getByRole("link", { name: "Flow between stages" }).click();
  const rows = page.locator(".flow-table tbody tr");
  await expect(rows.first()).toBeVisible();
  // What came into a stage is what left it and what stands there.
  const all = await entities(page);
  const lost = new Set(all.filter((e) => e.entity === "stage" && e.role === "lost").map((e) => e.id));
  const standing = new Map<string, number>();
  for (const deal of all.filter((e) => e.entity === "deal")) {
    const place = lost.has(deal.place?.stage ?? "") ? "lost" : (deal.place?.stage ?? "");
    standing.set(place, (standing.get(place) ?? 0) + 1);
  }
  const balance = new Map<string, number>();
  for (const row of await rows.all()) {
    const moves = await number(row.locator('[data-figure="moves"]'));
    const [from, to] = [(await row.getAttribute("data-from")) ?? "", (await row.getAttribute("data-to")) ?? ""];
    balance.set(from, (balance.get(from) ?? 0) - moves);
    balance.set(to, (balance.get(to) ?? 0) + moves);
  }
  for (const [place, count] of standing) expect(balance.get(place) ?? 0, place).toBe(count);
  const loss = page.locator('.flow-table tr[data-kind="loss"]').first().locator('[data-figure="deals"]');
  const count = await number(loss);
  expect(await opened(page, loss)).toBe(count);
  await page.getByRole("link", { name: "Lenses" }).click();
  await expect(page.locator(".flow-table")).toBeVisible();
});

test("a stream of the picture opens its deals, too", async ({ page }) => {
  await signIn(page, "manager", "/lenses?lens=flow");
  const stream = page.locator('.flow-stream[data-kind="forward"]').first();
  await expect(stream).toBeAttached();
  await stream.dispatchEvent("click");
  await expect(page).toHaveURL(/\/deals\?lens=flow&leave=/);
});

test("the stays of a stage are told by how they ended, and open their deals", async ({ page }) => {
  await signIn(page, "manager", "/lenses?lens=stay");
  const row = page.locator(".stay-table tbody tr").first();
  await expect(row).toBeVisible();
  const stays = await number(row.locator('[data-figure="stays"]'));
  let ended = 0;
  for (const ending of ["on", "back", "lost", "here"]) ended += await number(row.locator(`[data-figure="${ending}"]`));
  expect(stays).toBeGreaterThan(0);
  expect(ended).toBe(stays);
  await expect(page.locator("[data-stay]").first()).toContainText("Half leave within");
  const here = row.locator('[data-figure="here"]');
  const deals = Number(await here.getAttribute("data-deals"));
  expect(await opened(page, here)).toBe(deals);
});

test("a young month has fewer cells, and none of its numbers falls", async ({ page }) => {
  await signIn(page, "manager", "/lenses?lens=months");
  const months = page.locator(".months-table tbody tr");
  await expect(months.first()).toBeVisible();
  const known = (row: Locator) => row.locator(".months-cell").count();
  expect(await known(months.last())).toBeLessThan(await known(months.first()));
  for (const row of await months.all()) {
    const rates = await row.locator(".months-cell").evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute("data-rate"))));
    expect(rates).toEqual([...rates].sort((a, b) => a - b));
  }
  await page.locator("select[name=step]").selectOption("7");
  await expect(page).toHaveURL(/step=7/);
  await expect(page.locator(".months-table thead th")).toHaveCount(14);
  await months.first().locator('[data-figure="entered"]').click();
  await expect(page).toHaveURL(/\/deals\?cohort=entered/);
});

test("the five metrics count from stages that can be chosen, and open their deals", async ({ page }) => {
  await signIn(page, "manager", "/lenses");
  const cards = page.locator("[data-metric]");
  await expect(cards).toHaveCount(5);
  const activation = page.locator('[data-metric="activation"]');
  const before = await number(activation.locator('[data-figure="count"]'));
  const select = activation.locator("select");
  const first = await select.locator("option").first().textContent();
  await select.selectOption({ label: first ?? "" });
  await expect(page).toHaveURL(/activation=/);
  await expect.poll(() => number(activation.locator('[data-figure="count"]'))).toBeGreaterThan(before);
  await page.reload();
  await ready(page);
  for (const metric of ["acquisition", "retention", "referral", "revenue"]) {
    const link = page.locator(`[data-metric="${metric}"] [data-figure="count"]`);
    const count = await number(link);
    expect(await opened(page, link), metric).toBe(count);
    await page.goBack();
    await expect(cards).toHaveCount(5);
  }
});

test("a table can be taken along", async ({ page }) => {
  await signIn(page, "manager", "/lenses?lens=stay");
  const coming = page.waitForEvent("download");
  await page.locator(".lens-export").click();
  const file = await coming;
  expect(file.suggestedFilename()).toMatch(/^time-in-stage-.*\.csv$/);
  const lines = (await readFile(await file.path(), "utf8")).trim().split("\r\n");
  expect(lines.length).toBe(1 + (await page.locator(".stay-table tbody tr").count()));
});

test("what is lost is explained where it differs from the hourglass", async ({ page }) => {
  await signIn(page, "manager", "/lenses?lens=flow");
  await page.locator(".conversion-meaning summary").click();
  await expect(page.locator(".conversion-meaning")).toContainText("so the two numbers differ");
});

test.describe("in Ukrainian", () => {
  test.use({ locale: "uk-UA" });

  test("each lens speaks the language", async ({ page }) => {
    await signIn(page, "manager", "/lenses");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Погляди на угоди");
    for (const [tab, word] of [["Час на етапі", "Пішли далі"], ["Переходи між етапами", "Через етап"]]) {
      await page.getByRole("navigation", { name: "Погляди на угоди" }).getByRole("link", { name: tab }).click();
      await expect(page.locator(".lens-key")).toContainText(word);
    }
  });
});
