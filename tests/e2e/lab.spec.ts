import { type Page, expect, test } from "@playwright/test";
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

/** Types what was counted of the two arms of the hypothesis that is open. */
async function count(page: Page, arms: [exposed: number, converted: number][]): Promise<void> {
  for (const [i, counts] of arms.entries()) {
    for (const [name, n] of [["exposed", counts[0]], ["converted", counts[1]]] as const) {
      await page.locator(`#lab-${name}-${i}`).fill(String(n));
      await page.locator(`#lab-${name}-${i}`).press("Enter");
    }
  }
}

test("all figures name the method and the reasons, for a small test and for a broken split", async ({ page }) => {
  await signIn(page, "manager", "/hypotheses");
  const running = page.locator('[data-hypothesis][data-status="running"][data-verdict="not_enough_yet"]');
  const id = await running.first().getAttribute("data-hypothesis");
  await page.goto(`/hypotheses/${id}`);
  await ready(page);
  const detail = page.locator(`article[data-hypothesis="${id}"]`);
  // A plan that asks for few: from 2 % up by 25 points.
  await page.getByRole("button", { name: "Edit the sentence" }).click();
  await page.locator("#lab-baseline").fill("2");
  await page.locator("#lab-effect").fill("25");
  await page.locator("form:has(#lab-effect) button[type=submit]").click();
  await count(page, [[60, 0], [60, 9]]);
  await expect(detail).toHaveAttribute("data-verdict", "better");
  const method = detail.locator("[data-method]");
  await expect(method).toBeHidden();
  await detail.locator(".lab-figures summary").click();
  await expect(method).toHaveAttribute("data-method", "boschloo");
  await expect(method).toContainText("Boschloo’s exact test");
  await expect(method.locator('[data-reason="few_expected"]')).toContainText("Too few for the usual approximation");
  await expect(method.locator('[data-reason="size_planned"]')).toContainText("fixed before the start");

  await count(page, [[100, 20], [160, 40]]);
  await expect(detail).toHaveAttribute("data-verdict", "broken");
  await expect(method).toHaveAttribute("data-method", "sample_ratio");
  await expect(method.locator('[data-reason="split_uneven"]')).toContainText("By chance so uneven a split");
});
