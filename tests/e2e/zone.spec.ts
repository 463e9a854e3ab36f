import { type Page, expect, test } from "@playwright/test";
import { ready, signIn, synced } from "./support/app.ts";
import { useServer } from "./support/server.ts";

useServer();

// The device and the workspace are more than a day apart: they never have the same day.
const DEVICE = "Pacific/Kiritimati";
const WORKSPACE = "Pacific/Pago_Pago";

test.use({ timezoneId: DEVICE });

/** The calendar day in a zone, as a field for days has it. */
const today = (timeZone: string) => new Intl.DateTimeFormat("en-CA", { timeZone }).format(new Date());

/** What the deal's page takes for today. */
async function pageDay(page: Page, id: string): Promise<string> {
  await page.goto(`/deals/${id}`);
  await ready(page);
  return page.getByLabel("Day of the encounter").inputValue();
}

const line = (page: Page) => page.locator("[data-zone]");

test("an admin chooses the workspace's time zone, and every device counts its days by it", async ({ page }) => {
  await signIn(page, "admin", "/board");
  const id = (await page.locator("[data-deal]").first().getAttribute("data-deal"))!;
  expect(await pageDay(page, id), "the device's own day").toBe(today(DEVICE));

  await page.goto("/settings");
  await ready(page);
  await expect(line(page)).toContainText("Not chosen: working hours run by each device’s own clocks");
  const panel = page.locator("section").filter({ has: line(page) });
  await panel.getByRole("button", { name: "Change", exact: true }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Time zone").fill("Moon/Base");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.locator(".toast").last()).toContainText("There is no such time zone");
  await dialog.getByLabel("Time zone").fill(WORKSPACE);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(line(page)).toHaveText(WORKSPACE);
  await synced(page);

  expect(await pageDay(page, id), "the workspace's day").toBe(today(WORKSPACE));
  // It stays after the device has read everything anew.
  await page.reload();
  await ready(page);
  await expect(page.getByLabel("Day of the encounter")).toHaveValue(today(WORKSPACE));
  // The pages that count by days and months work with it.
  for (const path of ["/?period=month", "/conversion?by=month", "/inbox?tab=agreement", "/money?period=month"]) {
    await page.goto(path);
    await ready(page);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
});
