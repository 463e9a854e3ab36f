import { expect, test } from "@playwright/test";
import { signIn } from "./support/app.ts";
import { useServer } from "./support/server.ts";

useServer();

test("every stage of the path stands in the picture once, and its numbers agree", async ({ page }) => {
  await signIn(page);
  const bands = page.locator("[data-hourglass-stage]");
  await expect(bands).toHaveCount(12);
  const figures = await bands.evaluateAll((elements) =>
    elements.map((element) => ({
      stage: element.getAttribute("data-hourglass-stage"),
      entered: Number(element.getAttribute("data-entered")),
      passed: Number(element.getAttribute("data-passed")),
      conversion: element.getAttribute("data-conversion"),
    })),
  );
  expect(new Set(figures.map((f) => f.stage)).size).toBe(12);
  for (const [index, band] of figures.entries()) {
    expect(band.conversion).toBe(band.entered > 0 ? (band.passed / band.entered).toFixed(6) : "");
    const next = figures[index + 1];
    if (next) expect(band.passed).toBe(next.entered);
  }
});

test("a number opens exactly its deals", async ({ page }) => {
  await signIn(page);
  const band = page.locator("[data-hourglass-stage]").nth(6);
  const entered = Number(await band.getAttribute("data-entered"));
  const stage = await band.getAttribute("data-hourglass-stage");
  await page.goto(`/deals?stage=${stage}&part=entered`);
  await expect(page.getByRole("main")).toContainText(String(entered));
  await page.goto("/");
  await page.locator(`a[href*="${stage}"][href*="part=entered"]`).first().click();
  await expect(page).toHaveURL(new RegExp(`stage=${stage}`));
  await expect(page.getByRole("main")).toContainText(String(entered));
});

test("a period narrows the cohort, and stays in the address", async ({ page }) => {
  await signIn(page);
  const lead = page.locator("[data-hourglass-stage]").nth(2);
  const all = Number(await lead.getAttribute("data-entered"));
  await page.goto("/?period=month");
  await expect.poll(async () => Number(await lead.getAttribute("data-entered"))).toBeLessThan(all);
  await page.reload();
  await expect(page).toHaveURL(/period=month/);
});

test("the weakest transition has its sentence", async ({ page }) => {
  await signIn(page);
  await expect(page.getByRole("main")).toContainText("Introduced to a designer");
});

test("a month that has just begun is not called weak for those who still wait", async ({ page }) => {
  await signIn(page);
  await page.goto("/?period=month");
  const bands = page.locator("[data-hourglass-stage]");
  await expect(bands).toHaveCount(12);
  // Every share is of outcomes that are known, and says how many are not.
  const told = await page.locator(".glass-passed[aria-label], .glass-passed[title]").evaluateAll((elements) =>
    elements.map((element) => element.getAttribute("aria-label") ?? element.getAttribute("title") ?? ""),
  );
  const known = told.map((text) => /([\d,]+) of ([\d,]+) went on\. Not yet known: ([\d,]+)/.exec(text)).filter((match) => match !== null);
  expect(known.length).toBeGreaterThan(3);
  for (const [, passed, of] of known) expect(Number(passed.replaceAll(",", ""))).toBeLessThanOrEqual(Number(of.replaceAll(",", "")));
  expect(known.some(([, , , waiting]) => waiting !== "0")).toBe(true);
});

test("the hourglass leads to the lenses, and says what its numbers count", async ({ page }) => {
  await signIn(page);
  const meaning = page.locator(".conversion-meaning");
  await meaning.locator("summary").click();
  await expect(meaning).toContainText("counts deals by their moves into Lost instead");
  await page.getByRole("link", { name: "Lenses" }).click();
  await expect(page).toHaveURL(/\/lenses/);
});
