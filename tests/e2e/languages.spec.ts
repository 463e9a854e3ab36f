import { expect, test } from "@playwright/test";
import { column, signIn } from "./support/app.ts";
import { useServer } from "./support/server.ts";

useServer();

test("the sign-in page speaks three languages without a reload", async ({ page }) => {
  await page.goto("/login");
  for (const [language, title] of [["uk", "Увійти"], ["ru", "Войти"], ["en", "Sign in"]] as const) {
    await page.locator(`[data-language="${language}"]`).click();
    await expect(page.locator("form button[type=submit]")).toHaveText(title);
    await expect(page.locator("html")).toHaveAttribute("lang", language);
  }
});

test("language is switched on every screen without a reload, and is remembered", async ({ page }) => {
  await signIn(page, "manager", "/settings");
  await page.evaluate(() => ((window as unknown as { kept: boolean }).kept = true));
  await page.locator('[data-language="uk"]').first().click();
  await expect(page.getByRole("heading", { name: "Налаштування" })).toBeVisible();
  for (const [path, word] of [["/board", "Дошка"], ["/inbox", "Вхідні"], ["/hypotheses", "Лабораторія"]] as const) {
    await page.locator(`.rail-link[href^="${path}"]`).click();
    await expect(page.locator(`.rail-link[href^="${path}"]`)).toContainText(word);
  }
  expect(await page.evaluate(() => (window as unknown as { kept?: boolean }).kept)).toBe(true);
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("lang", "uk");
});

test("plural forms follow each language", async ({ page }) => {
  await signIn(page, "manager", "/settings");
  const rots = page.locator(".stage-list");
  await expect(rots).toContainText("2 days");
  await page.locator('[data-language="ru"]').first().click();
  await expect(rots).toContainText("2 дня");
  await expect(rots).toContainText("5 дней");
  await page.locator('[data-language="uk"]').first().click();
  await expect(rots).toContainText("2 дні");
  await expect(rots).toContainText("5 днів");
});

test("money is written as each language writes it", async ({ page }) => {
  await signIn(page, "manager", "/board?lens=sales");
  const sum = column(page, "Received the quote").locator("[data-stage-total]");
  const english = await sum.innerText();
  expect(english).toMatch(/€\d{1,3}(,\d{3})*/);
});
