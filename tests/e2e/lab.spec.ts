import { expect, test } from "@playwright/test";
import { ready, signIn, synced } from "./support/app.ts";
import { useServer } from "./support/server.ts";

useServer();

test("twelve hypotheses stand in the lab, in all states", async ({ page }) => {
  await signIn(page, "manager", "/hypotheses");
  await expect(page.locator("[data-hypothesis]")).toHaveCount(12);
  for (const status of ["idea", "ready", "running", "decided"]) {
    await expect(page.locator(`[data-hypothesis][data-status="${status}"]`).first()).toBeVisible();
  }
});

test("a hypothesis moves on by keyboard, and the server knows", async ({ page }) => {
  await signIn(page, "manager", "/hypotheses");
  const card = page.locator('[data-hypothesis][data-status="idea"]').first();
  const id = await card.getAttribute("data-hypothesis");
  // The card's link is what takes the focus.
  await page.locator(`[data-hypothesis="${id}"] a`).first().focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await expect(page.locator(`[data-hypothesis="${id}"]`)).toHaveAttribute("data-status", "ready");
  await synced(page);
  await page.reload();
  await ready(page);
  await expect(page.locator(`[data-hypothesis="${id}"]`)).toHaveAttribute("data-status", "ready");
});

test("a running test says that it is not enough yet, and how many more are needed", async ({ page }) => {
  await signIn(page, "manager", "/hypotheses");
  const id = await page.locator('[data-verdict="not_enough_yet"]').first().getAttribute("data-hypothesis");
  await page.goto(`/hypotheses/${id}`);
  const detail = page.locator(`[data-hypothesis="${id}"]`);
  await expect(detail).toHaveAttribute("data-verdict", "not_enough_yet");
  await expect(detail).toContainText(/\d+ more/);
});
