import AxeBuilder from "@axe-core/playwright";
import { type Page, expect, test } from "@playwright/test";
import { ready, signIn } from "./support/app.ts";
import { useServer } from "./support/server.ts";

useServer();

async function violations(page: Page): Promise<string[]> {
  const result = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  const grave = result.violations.filter((v) => v.impact === "serious" || v.impact === "critical");
  return grave.map((v) => `${v.id}: ${v.help} — ${v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join(", ")}`);
}

async function choose(page: Page, theme: string): Promise<void> {
  await page.evaluate((value) => localStorage.setItem("smarketing.theme", value), theme);
  await page.reload();
}

for (const theme of ["light", "dark"]) {
  test(`no serious violation on any screen (${theme})`, async ({ page }) => {
    // Looking at every screen takes a busy machine minutes.
    test.setTimeout(300_000);
    await page.goto("/login");
    await choose(page, theme);
    expect(await violations(page), "/login").toEqual([]);
    await signIn(page, "admin");
    await page.goto("/board");
    await ready(page);
    const deal = await page.locator("[data-deal]").first().getAttribute("data-deal");
    await page.goto("/hypotheses");
    const hypothesis = await page.locator('[data-hypothesis][data-status="running"]').first().getAttribute("data-hypothesis");
    await page.goto("/workshop");
    const workshop = (await page.locator('[data-workshop][data-phase="vote"] a').first().getAttribute("href"))!;
    const screens = [
      "/", "/conversion?by=month", "/money?credit=even", "/money?view=enter", "/lenses", "/lenses?lens=months", "/lenses?lens=stay", "/lenses?lens=flow", "/forecast", "/time", "/time?view=board",
      "/board", "/board/table", "/board/calendar", "/inbox", "/inbox?tab=exchange", "/hypotheses", `/hypotheses/${hypothesis}`, "/workshop", workshop, "/meeting", "/deals", "/deals?section=customer",
      `/deals/${deal}`, "/settings", "/settings/import",
    ];
    for (const screen of screens) {
      await page.goto(screen);
      await ready(page);
      await expect(page.getByRole("heading").first()).toBeVisible();
      expect(await violations(page), screen).toEqual([]);
    }
  });
}
