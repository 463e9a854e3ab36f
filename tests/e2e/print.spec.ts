// What is printed: light whatever the screen is, dated, and nothing beyond the sheet's edge.
import { type Page, expect, test } from "@playwright/test";
import { ready, signIn } from "./support/app.ts";
import { useServer } from "./support/server.ts";

useServer();

/** An A4 sheet without its margins, in pixels. */
const SHEET = { width: 703, height: 1020 };

/** The page as paper has it. */
async function onPaper(page: Page): Promise<void> {
  await page.setViewportSize(SHEET);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
}

/** What is drawn beyond the right edge. */
const cut = (page: Page) =>
  page.locator("main *").evaluateAll((all, edge) =>
    all
      .filter((e) => e.checkVisibility() && !e.closest(".visually-hidden") && e.getBoundingClientRect().right > edge + 1)
      .map((e) => `${e.tagName} ${e.getAttribute("class")}`), SHEET.width);

for (const path of ["/", "/forecast", "/meeting"]) {
  test(`on paper ${path} is light, dated, without navigation, and no wider than the sheet`, async ({ page }) => {
    await page.addInitScript(() => localStorage.setItem("smarketing.theme", "dark"));
    await signIn(page, "manager", path);
    await ready(page);
    if (path === "/forecast") await expect(page.locator(".forecast-weeks").first()).toBeAttached({ timeout: 20_000 });
    await expect(page.locator("body")).toHaveAttribute("data-printed", /\d{4}/);
    await onPaper(page);
    const ink = () => page.locator("h1:visible").first().evaluate((title) => getComputedStyle(title).color);
    await expect.poll(ink).toBe("rgb(30, 35, 48)");
    await expect(page.locator(".rail")).toBeHidden();
    await expect(page.locator(".top")).toBeHidden();
    await expect(page.locator("main .button:visible")).toHaveCount(0);
    const date = await page.locator("body").evaluate((body) => getComputedStyle(body, "::before").content);
    expect(date).toMatch(/\d{4}/);
    expect(await cut(page)).toEqual([]);
  });
}
