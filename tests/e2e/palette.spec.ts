// Finding and doing by a few letters, and the keys that work on every page.
import AxeBuilder from "@axe-core/playwright";
import { type Page, expect, test } from "@playwright/test";
import { ready, signIn, synced } from "./support/app.ts";
import { useServer } from "./support/server.ts";

useServer();

const field = (page: Page) => page.getByRole("combobox", { name: "Find or do" });
const lines = (page: Page) => page.locator('.palette-list [role="option"]');
const chosen = (page: Page) => page.locator('[role="option"][aria-selected="true"]');

/** The palette comes when the first screen has been left alone. */
async function there(page: Page): Promise<void> {
  await expect(page.locator("[data-palette]")).toBeVisible({ timeout: 20_000 });
}

test("a deal is found by a few letters of its name and its company, and opened with Enter", async ({ page }) => {
  await signIn(page, "manager", "/board");
  await synced(page);
  await there(page);
  const title = (await page.locator("[data-deal] .card-title").first().textContent())!.trim();
  await page.keyboard.press("ControlOrMeta+k");
  await expect(field(page)).toBeFocused();
  await field(page).fill(title.toUpperCase());
  await expect(chosen(page)).toContainText(title);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/deals\/[0-9a-f-]{36}/);
  await expect(page.locator("h1")).toContainText(title);
});

test("pages and actions are chosen with arrows, and what fits nothing says so", async ({ page }) => {
  await signIn(page, "manager");
  await there(page);
  await page.locator("[data-palette]").click();
  await expect(lines(page).first()).toBeVisible();
  await page.keyboard.press("ArrowUp");
  await expect(lines(page).last()).toHaveAttribute("aria-selected", "true");
  await field(page).fill("forec");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/forecast$/);
  await page.keyboard.press("ControlOrMeta+k");
  await field(page).fill("zzzz nobody");
  await expect(page.getByText("Nothing fits.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(field(page)).toHaveCount(0);
});

test("single keys begin a deal, go to the search and show all keys; they can be switched off", async ({ page }) => {
  await signIn(page, "manager");
  await there(page);
  await page.keyboard.press("c");
  await expect(page.locator("[data-quick-add]")).toHaveCount(1);
  await expect(page.locator("[data-quick-add] input").first()).toBeFocused();
  await expect(page).toHaveURL(/\/board$/);
  await page.keyboard.type("c/?");
  await expect(page.locator("[data-quick-add] input").first(), "in a field letters are letters").toHaveValue("c/?");
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  await expect(page.locator('main input[type="search"]')).toBeFocused();
  await page.locator("h1").click();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "All keys" });
  await expect(help).toBeVisible();
  await help.getByRole("checkbox").uncheck();
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(help).toHaveCount(0);
  await page.reload();
  await ready(page);
  await there(page);
  await page.keyboard.press("?");
  await expect(help).toHaveCount(0);
  await page.keyboard.press("ControlOrMeta+k");
  await expect(field(page), "with Ctrl it works all the same").toBeFocused();
});

for (const theme of ["light", "dark"]) {
  test(`the palette is readable for everybody, ${theme}`, async ({ page }) => {
    await page.addInitScript((theme) => localStorage.setItem("smarketing.theme", theme), theme);
    await signIn(page, "manager");
    await there(page);
    await page.keyboard.press("ControlOrMeta+k");
    await field(page).fill("kit");
    await expect(lines(page).first()).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).include("dialog[open]").withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
    expect(violations).toEqual([]);
  });
}
