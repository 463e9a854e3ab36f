import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { ready, signIn, synced } from "./support/app.ts";
import { sendLead } from "./support/intake.ts";
import { useServer } from "./support/server.ts";

const server = useServer();

test("an admin makes an intake key, a form uses it, and it is revoked", async ({ page }) => {
  await signIn(page, "admin", "/settings");
  const panel = page.getByRole("region", { name: "Intake keys" });
  await expect(panel).toContainText("No keys yet");
  await panel.getByRole("button", { name: "New key" }).click();
  const dialog = page.getByRole("dialog", { name: "New key" });
  await dialog.getByRole("button", { name: "Make the key" }).click();
  await expect(dialog.locator("#key-name-about")).toContainText("Write a name");
  await dialog.getByLabel("What it is for").fill("Contact form");
  await dialog.getByRole("button", { name: "Make the key" }).click();
  const key = await dialog.getByLabel("Key", { exact: true }).inputValue();
  expect(key).toMatch(/^smk_[\w-]{43}$/);
  const found = await new AxeBuilder({ page }).analyze();
  expect(found.violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => v.id)).toEqual([]);
  await page.keyboard.press("Escape");
  const line = page.locator('[data-key="Contact form"]');
  await expect(line).toContainText("Leads");
  await expect(line).toContainText("Not used yet");

  const deal = await sendLead(server().url, key, { name: "Anna Oak", company: "Oak & Sons", message: "Six chairs" });
  await page.goto("/board");
  await ready(page);
  await synced(page);
  await expect(page.locator(`[data-deal="${deal}"]`)).toContainText("Oak & Sons");

  await page.goto("/settings");
  await ready(page);
  await expect(line).toContainText("Last used");
  await expect(page.locator("body")).not.toContainText(key);
  await line.getByRole("button", { name: "Revoke: Contact form" }).click();
  await expect(line.getByRole("alert")).toContainText("Nothing more comes");
  await line.getByRole("button", { name: "Revoke for good" }).click();
  await expect(line).toHaveCount(0);
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const refused = await fetch(`${server().url}/api/intake/leads`, { method: "POST", headers, body: '{"name":"x"}' });
  expect(refused.status).toBe(401);
});

test("nobody but admins sees intake keys", async ({ page }) => {
  await signIn(page, "manager", "/settings");
  await expect(page.getByRole("heading", { name: "People" }).or(page.locator("#people"))).toBeVisible();
  await expect(page.getByRole("region", { name: "Intake keys" })).toHaveCount(0);
});
