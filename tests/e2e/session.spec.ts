import { expect, test } from "@playwright/test";
import { ready, signIn, synced, visit } from "./support/app.ts";
import { MEMBERS, PASSWORD, useServer } from "./support/server.ts";

const server = useServer();

test("a wrong password is refused with a sentence, the right one lets in", async ({ page }) => {
  await page.goto("/board");
  await page.locator("#email").fill(MEMBERS.sales);
  await page.locator("#password").fill("not-the-password");
  await page.locator("form button[type=submit]").click();
  await expect(page.getByRole("alert").filter({ hasText: "wrong" })).toBeVisible();
  await page.locator("#password").fill(PASSWORD);
  await page.locator("form button[type=submit]").click();
  await ready(page);
  // Where they wanted to go, not merely somewhere.
  await expect(page).toHaveURL(/\/board/);
  await expect(page.locator("[data-stage]").first()).toBeVisible();
});

test("signing out wipes the device", async ({ page }) => {
  await signIn(page, "manager");
  await synced(page);
  await page.getByRole("button", { name: "Your account" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/login/);
  await page.goto("/");
  await expect(page.locator("#email")).toBeVisible();
  const left = await page.evaluate(
    () =>
      new Promise<number>((done, failed) => {
        const open = indexedDB.open("smarketing");
        open.onerror = () => failed(open.error);
        open.onsuccess = () => {
          const db = open.result;
          if (!db.objectStoreNames.contains("entities")) return done(0);
          const stores = db.transaction(["blocks", "entities"]);
          const counts = ["blocks", "entities"].map((name) => stores.objectStore(name).count());
          stores.oncomplete = () => done(counts[0].result + counts[1].result);
        };
      }),
  );
  expect(left).toBe(0);
});

test("an expired session loses no work: it waits, and is synced after signing in again", async ({ page, context }) => {
  await signIn(page, "manager");
  await synced(page);
  await context.clearCookies();
  await visit(page, "/board");
  const card = page.locator("[data-deal]").first();
  const id = await card.getAttribute("data-deal");
  await page.goto(`/deals/${id}`);
  await ready(page);
  await page.getByLabel("What is to be done").fill("Call back after the session ended");
  await page.getByLabel("What is to be done").press("Enter");
  await expect(page.getByText("Call back after the session ended")).toBeVisible();
  await expect(page.locator("body")).toHaveAttribute("data-sync", "error");
  await page.getByRole("link", { name: "Sign in again" }).click();
  await page.locator("#email").fill(MEMBERS.manager);
  await page.locator("#password").fill(PASSWORD);
  await page.locator("form button[type=submit]").click();
  await synced(page);
  await page.goto(`/deals/${id}`);
  await expect(page.getByText("Call back after the session ended")).toBeVisible();
  expect(server().log).not.toContain("Call back after");
});
