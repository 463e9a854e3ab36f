import { type Browser, type Page, expect, test } from "@playwright/test";
import { ready, signIn, synced } from "./support/app.ts";
import { MEMBERS, useServer } from "./support/server.ts";

const server = useServer();

/** Another person at another device. */
async function someone(browser: Browser, who: keyof typeof MEMBERS, path: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: server().url, locale: "en-GB", timezoneId: "UTC" });
  const page = await context.newPage();
  await signIn(page, who, path);
  return page;
}

const lines = (page: Page) => page.locator(".escalation");

test("offers that nobody answers are shown to the managers of sales, who hand them on or take them", async ({ page, browser }) => {
  // A promise of an hour, around the clock: the demo's offers have waited for longer.
  await signIn(page, "admin", "/settings");
  const panel = page.locator("section").filter({ has: page.locator("[data-zone]") });
  await panel.getByRole("button", { name: "Change", exact: true }).first().click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("After twice that time the managers of sales are told.")).toBeVisible();
  await dialog.getByLabel("Hours to answer a lead").fill("1");
  await dialog.getByRole("button", { name: "Sat" }).click();
  await dialog.getByRole("button", { name: "Sun" }).click();
  await dialog.getByLabel("Work begins").fill("00:00");
  await dialog.getByLabel("Work ends").fill("23:59");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await synced(page);

  const manager = await someone(browser, "manager", "/inbox");
  // The three that have waited longest stand before all other offers; the rest is asked for.
  await expect(lines(manager)).toHaveCount(3);
  await manager.getByRole("button", { name: /^Show all \d+$/ }).click();
  await expect(lines(manager).nth(3)).toBeVisible();
  const count = await lines(manager).count();
  const badge = manager.locator(".rail-escalated");
  await expect(badge).toHaveAttribute("data-escalated", String(count));
  const first = lines(manager).first();
  await expect(first).toContainText("escalated");
  const id = await first.getAttribute("data-escalation");
  const own = manager.locator(`[data-escalation="${id}"]`);

  // Handed on it waits still, and everybody sees with whom.
  const hand = own.getByRole("combobox", { name: /^Hand “/ });
  const name = (await hand.locator("option").nth(1).textContent())!.trim();
  await hand.selectOption({ label: name });
  await expect(own).toContainText(`With ${name}`);
  await synced(manager);

  // Taken offline it is answered.
  await manager.context().setOffline(true);
  await own.getByRole("button", { name: "Take it" }).click();
  await expect(own).toHaveCount(0);
  await expect(lines(manager)).toHaveCount(count - 1);
  await manager.context().setOffline(false);
  await synced(manager, 45_000);
  await manager.goto(`/deals/${id}`);
  await ready(manager);
  await expect(manager.locator(".deal-history [data-escalated]").first()).toContainText("Escalated to the managers of sales");
  await manager.context().close();

  // It is no matter of those who do not lead.
  const sales = await someone(browser, "sales", "/inbox");
  await expect(sales.locator(".offer").first()).toBeVisible();
  await expect(lines(sales)).toHaveCount(0);
  await expect(sales.locator(".rail-escalated")).toHaveCount(0);
  await sales.context().close();
});
