import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { ready, signIn, synced } from "./support/app.ts";
import { makeKey, sendLead } from "./support/intake.ts";
import { useServer } from "./support/server.ts";

const server = useServer();

test("who erases a person sees before and after which other texts may name them", async ({ page }) => {
  await signIn(page, "admin");
  const key = await makeKey(page);
  const deal = await sendLead(server().url, key, { name: "Theodora Winterfeldt", email: "theo@customer.example" });
  // Somebody wrote the name down in a workshop.
  await page.goto("/workshop");
  await ready(page);
  await page.getByLabel("What is it about?").fill("What Theodora Winterfeldt told us");
  await page.getByLabel("What is it about?").press("Enter");
  await expect(page.locator("article[data-workshop]")).toBeVisible();
  await page.locator('[data-add="trend"] input').fill("Winterfeldt compares three offers");
  await page.locator('[data-add="trend"] input').press("Enter");
  await expect(page.locator(".sticker")).toHaveCount(1);
  await synced(page);

  await page.goto(`/deals/${deal}`);
  await ready(page);
  await page.locator("[data-contact]").getByRole("button", { name: "Erase" }).click();
  const dialog = page.getByRole("dialog", { name: "Erase Theodora Winterfeldt?" });
  await expect(dialog.locator("[data-mention]")).toHaveCount(2);
  await expect(dialog.locator("[data-mention]").first()).toContainText("What Theodora Winterfeldt told us");
  await expect(dialog.locator('[data-mention="sticker"]')).toContainText("a part of the name");
  await dialog.getByRole("button", { name: "Erase for good" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.locator("[data-contact]")).toHaveCount(0);

  // The person is gone, the list stays, and leads to what can be changed.
  const left = page.locator("[data-left]");
  await expect(left.locator("[data-mention]")).toHaveCount(2);
  await left.locator('[data-mention="sticker"] a').click();
  await expect(page.locator('.sticker[data-found="true"]')).toContainText("Winterfeldt");
});

test("a manager takes a person's data out as a file and has them erased", async ({ page, browser }) => {
  await signIn(page, "admin");
  const key = await makeKey(page);
  const lead = { name: "Annabella Eikenbaum", email: "bella@customer.example", title: "Kitchen for Annabella Eikenbaum" };
  const deal = await sendLead(server().url, key, lead);
  await page.goto(`/deals/${deal}`);
  await ready(page);
  await synced(page);
  const person = page.locator("[data-contact]");
  await expect(person).toContainText("Annabella Eikenbaum");

  // A colleague looks at the same deal.
  const other = await (await browser.newContext({ baseURL: server().url, locale: "en-GB", timezoneId: "UTC" })).newPage();
  await signIn(other, "sales", `/deals/${deal}`);
  await expect(other.locator("[data-contact]")).toContainText("Annabella Eikenbaum");
  await expect(other.getByRole("button", { name: "Erase" })).toHaveCount(0);

  const download = page.waitForEvent("download");
  await person.getByRole("link", { name: "All data as a file" }).click();
  const file = await readFile(await (await download).path(), "utf8");
  expect(JSON.parse(file).records[0].email).toBe("bella@customer.example");

  // Without the server nothing is erased, and it says so.
  await person.getByRole("button", { name: "Erase" }).click();
  const dialog = page.getByRole("dialog", { name: "Erase Annabella Eikenbaum?" });
  await expect(dialog).toContainText("cannot be undone");
  await page.context().setOffline(true);
  await dialog.getByRole("button", { name: "Erase for good" }).click();
  await expect(dialog.getByRole("alert")).toContainText("needs the server");
  await page.context().setOffline(false);
  await dialog.getByRole("button", { name: "Erase for good" }).click();
  await expect(dialog).toBeHidden();

  for (const screen of [page, other]) {
    await expect(screen.locator("[data-contact]")).toHaveCount(0);
    await expect(screen.locator("main")).not.toContainText("Annabella");
    await expect(screen.locator("main")).toContainText("Kitchen for …");
  }
});
