import AxeBuilder from "@axe-core/playwright";
import { type Browser, type Page, expect, test } from "@playwright/test";
import { ready, signIn, synced } from "./support/app.ts";
import { MEMBERS, PASSWORD, useServer } from "./support/server.ts";

const server = useServer();

const NEW = "seven wooden chairs walk slowly over the green bridge at noon ok";

/** Another person at another device. */
async function someone(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: server().url, locale: "en-GB", timezoneId: "UTC" });
  return context.newPage();
}

async function settings(page: Page): Promise<void> {
  await page.goto("/settings");
  await ready(page);
}

async function grave(page: Page): Promise<string[]> {
  const result = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze();
  return result.violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => `${v.id}: ${v.help}`);
}

/** Invites from the settings; answers the link's address on this server. */
async function invite(page: Page, email: string, role = "Member"): Promise<string> {
  await page.getByRole("button", { name: "Invite" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite somebody" });
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByLabel("Role").selectOption({ label: role });
  await dialog.getByRole("button", { name: "Make a link" }).click();
  const link = await dialog.getByLabel("Link").inputValue();
  expect(await grave(page)).toEqual([]);
  await page.keyboard.press("Escape");
  return link.slice(server().url.length);
}

async function manage(page: Page, name: string) {
  await page.getByRole("button", { name: `Change ${name}` }).click();
  return page.getByRole("dialog", { name });
}

test("a manager invites a colleague, who comes in once with the link", async ({ page, browser }) => {
  await signIn(page, "manager");
  await settings(page);
  await page.getByRole("button", { name: "Invite" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite somebody" });
  await expect(dialog.getByLabel("Role").locator("option")).toHaveText(["Viewer", "Member", "Manager"]);
  await dialog.getByLabel("E-mail").fill("not an address");
  await dialog.getByRole("button", { name: "Make a link" }).click();
  await expect(dialog.locator("#invite-email-about")).toContainText("Write it like");
  await page.keyboard.press("Escape");
  const link = await invite(page, "bob@example.org");
  await expect(page.locator('[data-invite="bob@example.org"]')).toBeVisible();

  const bob = await someone(browser);
  await bob.goto(link);
  await expect(bob.getByRole("heading", { level: 1 })).toContainText("Join");
  expect(await grave(bob)).toEqual([]);
  await bob.getByRole("button", { name: "Join" }).click();
  await expect(bob.locator("#name-about")).toContainText("Write a name");
  await bob.getByLabel("Your name").fill("Bob Oak");
  await bob.getByLabel("Password", { exact: true }).fill("short");
  await bob.getByRole("button", { name: "Join" }).click();
  await expect(bob.locator("#password-about")).toContainText("at least 8");
  await bob.getByLabel("Password", { exact: true }).fill(NEW);
  await bob.getByRole("button", { name: "Join" }).click();
  await bob.waitForURL("/");
  await ready(bob);
  await synced(bob);
  await expect(bob.locator("[data-hourglass-stage]").first()).toBeVisible();

  // The manager sees them come without loading the page again.
  await expect(page.getByRole("row", { name: /Bob Oak.*bob@example.org.*Member/ })).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('[data-invite="bob@example.org"]')).toHaveCount(0);
  const other = await someone(browser);
  await other.goto(link);
  await expect(other.getByText("has been used")).toBeVisible();
  await bob.context().close();
  await other.context().close();
});

test("an invitation that was taken back lets nobody in", async ({ page, browser }) => {
  await signIn(page, "admin");
  await settings(page);
  const link = await invite(page, "carl@example.org", "Admin");
  await page.getByRole("button", { name: "Take back: carl@example.org" }).click();
  await expect(page.locator('[data-invite="carl@example.org"]')).toHaveCount(0);
  const carl = await someone(browser);
  await carl.goto(link);
  await expect(carl.getByText("taken back")).toBeVisible();
  await carl.context().close();
});

test("a removed member is out at once and their device is wiped", async ({ page, browser }) => {
  await signIn(page, "admin");
  const sales = await someone(browser);
  await signIn(sales, "sales", "/board");
  await synced(sales);
  await settings(page);
  const row = page.getByRole("row").filter({ hasText: MEMBERS.sales });
  const name = (await row.locator(".person").innerText()).split("\n").pop()!.trim();
  const dialog = await manage(page, name);
  await dialog.getByRole("button", { name: "Remove from the workspace" }).click();
  await expect(dialog.getByText(`Remove ${name}?`)).toBeVisible();
  await dialog.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(row).toHaveCount(0);

  await expect(sales).toHaveURL(/\/login/, { timeout: 5_000 });
  await expect(sales.getByText("no longer a member")).toBeVisible();
  const left = await sales.evaluate(
    () =>
      new Promise<number>((done, failed) => {
        const open = indexedDB.open("smarketing");
        open.onerror = () => failed(open.error);
        open.onsuccess = () => {
          const stores = open.result.transaction(["blocks", "entities"]);
          const counts = ["blocks", "entities"].map((name) => stores.objectStore(name).count());
          stores.oncomplete = () => done(counts[0].result + counts[1].result);
        };
      }),
  );
  expect(left).toBe(0);
  await sales.locator("#email").fill(MEMBERS.sales);
  await sales.locator("#password").fill(PASSWORD);
  await sales.locator("form button[type=submit]").click();
  await expect(sales.getByRole("alert").filter({ hasText: "wrong" })).toBeVisible();
  await sales.context().close();
});

test("an admin gives another role, makes a link to a new password, and stays an admin", async ({ page, browser }) => {
  await signIn(page, "admin");
  await settings(page);
  const row = page.getByRole("row").filter({ hasText: MEMBERS.marketer });
  const name = (await row.locator(".person").innerText()).split("\n").pop()!.trim();
  let dialog = await manage(page, name);
  await dialog.getByLabel("Role").selectOption({ label: "Manager" });
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("Manager");
  dialog = await manage(page, name);
  await dialog.getByRole("button", { name: "Link to a new password" }).click();
  const link = (await dialog.getByLabel("Link").inputValue()).slice(server().url.length);
  await page.keyboard.press("Escape");

  const own = page.getByRole("row").filter({ hasText: MEMBERS.admin });
  const me = (await own.locator(".person").innerText()).split("\n").pop()!.trim();
  dialog = await manage(page, me);
  await dialog.getByLabel("Role").selectOption({ label: "Viewer" });
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("needs an admin").first()).toBeVisible();
  await page.keyboard.press("Escape");

  const marketer = await someone(browser);
  await marketer.goto(link);
  await expect(marketer.getByText(MEMBERS.marketer)).toBeVisible();
  await marketer.getByLabel("New password").fill(NEW);
  await marketer.getByRole("button", { name: "Set the password" }).click();
  await marketer.waitForURL("/");
  await ready(marketer);
  await marketer.goto("/settings");
  await ready(marketer);
  await expect(marketer.getByRole("button", { name: "Invite" })).toBeVisible();
  await expect(marketer.getByRole("heading", { name: "Audit log" })).toHaveCount(0);

  await page.getByRole("button", { name: "Show the log" }).click();
  await expect(page.locator('[data-audit="role_changed"]').first()).toContainText(name);
  await expect(page.locator('[data-audit="password_reset"]')).toHaveCount(1);
  expect(await grave(page)).toEqual([]);
  await marketer.context().close();
});

test("a new password ends other sessions, and one signs out everywhere else", async ({ page, browser }) => {
  await signIn(page, "manager");
  const tablet = await someone(browser);
  await signIn(tablet, "manager");
  await settings(page);
  await expect(page.locator('[data-session="this"]')).toHaveCount(1);
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.locator('[data-session="other"]')).toHaveCount(0);
  await expect(tablet.locator("body")).toHaveAttribute("data-sync", "error");
  await tablet.getByRole("link", { name: "Sign in again" }).click();
  await tablet.locator("#email").fill(MEMBERS.manager);
  await tablet.locator("#password").fill(PASSWORD);
  await tablet.locator("form button[type=submit]").click();
  await synced(tablet);

  await page.getByRole("button", { name: "Change the password" }).click();
  const dialog = page.getByRole("dialog", { name: "Change the password" });
  await dialog.getByLabel("Present password").fill("a wrong guess");
  await dialog.getByLabel("New password").fill(NEW);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.locator("#old-password-about")).toContainText("wrong");
  await dialog.getByLabel("Present password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The password was changed").first()).toBeVisible();
  await expect(tablet.locator("body")).toHaveAttribute("data-sync", "error");
  await expect(page.locator("body")).toHaveAttribute("data-sync", "synced");
  await tablet.context().close();
});

test("whoever belongs to two workspaces goes from one to the other", async ({ page }) => {
  const who = ["--email", MEMBERS.admin, "--name", "Erik", "--team", "management", "--role", "admin"];
  server().run(["account", "add", "--workspace", "Second Studio", ...who], { SMARKETING_PASSWORD: NEW });
  await signIn(page, "admin");
  await settings(page);
  await page.getByRole("button", { name: "Open: Second Studio" }).click();
  await expect(page.locator("header").getByText("Second Studio")).toBeVisible();
  await ready(page);
  await synced(page);
  await settings(page);
  await page.getByRole("button", { name: /^Open: Oak/ }).click();
  await expect(page.locator("header").getByText(/Oak/)).toBeVisible();
  await synced(page);
});
