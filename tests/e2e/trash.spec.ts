import { expect, test } from "@playwright/test";
import { ready, signIn, synced } from "./support/app.ts";
import { useServer } from "./support/server.ts";

useServer();

test("a deleted deal lies in the trash, says who deleted it, and comes back with what belongs to it", async ({ page }) => {
  await signIn(page, "manager", "/board");
  const id = await page.locator("[data-deal]").first().getAttribute("data-deal");
  await page.goto(`/deals/${id}`);
  await ready(page);
  const title = ((await page.getByRole("heading", { level: 1 }).textContent()) ?? "").trim();
  await page.getByLabel("What is to be done").fill("Measure the landing");
  await page.getByLabel("What is to be done").press("Enter");
  await page.locator(".deal-head").getByRole("button", { name: "Delete" }).click();
  await synced(page);

  await page.goto("/deals");
  await ready(page);
  await page.getByRole("link", { name: "Trash" }).click();
  const row = page.getByRole("listitem").filter({ hasText: title }).first();
  await expect(row).toContainText("Iryna Bondar");
  await row.getByRole("button", { name: `Restore: ${title}` }).click();
  await expect(page.getByText("The deal is back where it was.").first()).toBeVisible();
  await synced(page);
  await page.goto(`/deals/${id}`);
  await expect(page.getByText("Measure the landing")).toBeVisible();
});
