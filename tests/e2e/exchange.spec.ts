// The exchange: what customers say, from a deal's page to a hypothesis.
import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { ready, signIn, synced } from "./support/app.ts";
import { useServer } from "./support/server.ts";

useServer();

test("what was heard on a deal stands in the exchange, is voted on, and becomes a hypothesis with one tap", async ({ page }) => {
  await signIn(page, "sales", "/board?lens=sales");
  await page.locator("[data-deal] a").first().click();
  const heard = page.locator(".capture");
  await heard.getByLabel("What did they say?").fill("They want to touch the oak first");
  await heard.getByLabel("What kind of thing").selectOption({ label: "Preference" });
  await heard.getByRole("button", { name: "Add" }).click();
  await expect(page.getByRole("blockquote").filter({ hasText: "touch the oak" })).toBeVisible();
  await synced(page);

  await page.goto("/inbox?tab=exchange");
  await ready(page);
  const preference = page.locator('[data-topic="Preference"]');
  const more = preference.getByRole("button", { name: /more$/ });
  if (await more.isVisible()) await more.click();
  const saying = preference.locator(".saying").filter({ hasText: "touch the oak" });
  await expect(saying).toContainText("1 deal");
  await saying.getByRole("button", { name: "0 votes" }).click();
  await expect(saying.getByRole("button", { name: "1 vote" })).toHaveAttribute("aria-pressed", "true");

  await saying.getByRole("link", { name: "Test it" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.locator("#lab-saw")).toHaveValue(/In 1 deal: .They want to touch the oak first./);
  await expect(page).not.toHaveURL(/because/);
  await dialog.locator("#lab-believe").fill("samples by post bring more people to the showroom");
  await dialog.getByRole("button", { name: "Write it down" }).click();
  await expect(page.locator("[data-hypothesis]").filter({ hasText: "Samples by post" })).toBeVisible();
});

test("what others have said is written down with one tap, offline too", async ({ page, context }) => {
  await signIn(page, "sales", "/board?lens=sales");
  await page.locator("[data-deal] a").first().click();
  const chip = page.locator(".capture-chip").first();
  const said = (await chip.locator("span").textContent())!.trim();
  await context.setOffline(true);
  await chip.click();
  await expect(page.getByRole("blockquote").filter({ hasText: said })).toBeVisible();
  await expect(page.locator(".capture-chip").filter({ hasText: said }), "it is not offered again").toHaveCount(0);
  await context.setOffline(false);
  await synced(page);
});

test("reasons of lost deals flow in, grouped by stage and channel, and open their deals", async ({ page }) => {
  await signIn(page, "marketer", "/inbox?tab=exchange");
  await expect(page.locator('[data-topic="Lost because"] .saying').first()).toBeVisible();
  await page.getByRole("button", { name: "By channel" }).click();
  await expect(page).toHaveURL(/by=channel/);
  const channel = page.locator(".panel").filter({ has: page.getByRole("heading", { name: "Google Ads", exact: true }) });
  const saying = channel.locator('[data-buys="false"] .saying').first();
  const said = (await saying.locator("blockquote").textContent())!.trim();
  const link = saying.locator(".saying-facts a");
  const count = Number((await link.textContent())!.replace(/\D/g, ""));
  await link.click();
  await expect(page).toHaveURL(/\/deals\?saying=/);
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toContainText(`“${said}”, Google Ads: ${count}`);

  // It is a list as any other: it can be taken along, and leads back.
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as CSV" }).click();
  const file = await readFile((await (await download).path())!, "utf8");
  expect(file.trim().split(/\r?\n/).length).toBe(count + 1);
  await page.reload();
  await ready(page);
  await expect(heading).toContainText(`: ${count}`);
  await page.locator(".deals-back").click();
  await expect(page).toHaveURL(/\/inbox\?tab=exchange&by=channel/);
});

test("what stands in the exchange says what it counts, and can be taken along", async ({ page }) => {
  await signIn(page, "marketer", "/inbox?tab=exchange&by=channel");
  await expect(page.locator(".saying").first()).toBeVisible();
  await page.getByText("What these numbers count").click();
  await expect(page.getByText(/^A voice is one insight/)).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as CSV" }).click();
  const file = await readFile((await (await download).path())!, "utf8");
  expect(file).toContain("Group,About,Said,");
  expect(file).toContain("Google Ads,Lost because,");
});

test("sayings are grouped by owner, kind and what deals have noted, too", async ({ page }) => {
  await signIn(page, "manager", "/inbox?tab=exchange");
  const group = page.getByRole("group", { name: "Grouped" });
  const voices = page.locator(".saying");
  for (const [name, by] of [["By owner", "owner"], ["By kind", "kind"]] as const) {
    await group.getByRole("button", { name, exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`by=${by}`));
    await expect(voices.first()).toBeVisible();
    await expect(group.getByRole("button", { name, exact: true })).toHaveAttribute("aria-pressed", "true");
  }
  // What the demo notes of its deals.
  const facts = page.getByRole("combobox", { name: "By another fact …" });
  for (const fact of ["segment", "product", "template", "campaign"]) {
    await facts.selectOption({ label: fact });
    await expect(page).toHaveURL(new RegExp(`by=fact(%3A|:)${fact}`));
    await expect(voices.first()).toBeVisible();
  }
});
