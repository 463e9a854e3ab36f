import { type Page, expect, test } from "@playwright/test";
import { ready, signIn, synced, visit } from "./support/app.ts";
import { makeKey, sendLead } from "./support/intake.ts";
import { useServer } from "./support/server.ts";

const server = useServer();

const WHAT = "Call within an hour";

/** Opens a running hypothesis, for every channel, with counts that clearly say yes; answers its id. */
async function clearWinner(page: Page): Promise<string> {
  const running = page.locator('[data-hypothesis][data-status="running"]').first();
  const id = (await running.getAttribute("data-hypothesis")) ?? "";
  await page.goto(`/hypotheses/${id}`);
  await ready(page);
  await page.getByRole("button", { name: "Edit the sentence" }).click();
  await page.getByLabel("Channel").selectOption("");
  await page.getByLabel("Owner").selectOption("");
  await page.getByLabel("Kind").selectOption("");
  await page.locator("#lab-baseline").fill("50");
  await page.locator("#lab-effect").fill("20");
  await page.locator("form:has(#lab-effect) button[type=submit]").click();
  for (const [i, converted] of [150, 285].entries()) {
    for (const [name, n] of [["exposed", 300], ["converted", converted]] as const) {
      await page.locator(`#lab-${name}-${i}`).fill(String(n));
      await page.locator(`#lab-${name}-${i}`).press("Enter");
    }
  }
  await expect(page.locator(`article[data-hypothesis="${id}"]`)).toHaveAttribute("data-verdict", "better");
  return id;
}

/** Adopts the hypothesis that is open, with a play of one day. */
async function adopt(page: Page): Promise<void> {
  const form = page.locator(".lab-decision form");
  await form.locator('[data-choice="adopt"]').click();
  await form.locator("#play-what").fill(WHAT);
  await form.locator("#play-days").fill("1");
  await form.locator("#lab-why").fill("The counts are clear");
  await form.locator("button[type=submit]").click();
  await expect(page.locator(".lab-play")).toContainText(WHAT);
}

test("an adopted hypothesis is a play on matching deals, in the playbook, the memory and the portfolio", async ({ page }) => {
  await signIn(page, "admin", "/hypotheses");
  const key = await makeKey(page);
  const id = await clearWinner(page);
  await page.locator('.lab-decision [data-choice="adopt"]').click();
  await page.locator("#play-what").fill("");
  await page.locator(".lab-decision button[type=submit]").click();
  await expect(page.locator(".lab-play-fields .field-error")).toBeVisible();
  await adopt(page);
  await expect(page.locator(".lab-drift")).toHaveAttribute("data-drift", "too_early");
  await synced(page);

  const deal = await sendLead(server().url, key, { name: "Vera Plays", email: "vera@plays.example" });
  await page.goto(`/deals/${deal}`);
  await ready(page);
  await expect(page.locator(".deal-plays [data-play]").filter({ hasText: WHAT })).toHaveCount(1);

  await page.goto("/hypotheses?view=playbook");
  await ready(page);
  await expect(page.locator(`[data-play="${id}"]`)).toContainText(WHAT);
  await page.locator('[data-view="memory"]').click();
  const title = await page.locator(`tr[data-hypothesis="${id}"] th`).innerText();
  await page.locator(".lab-memory input[type=search]").fill(title);
  const remembered = page.locator(`tr[data-hypothesis="${id}"]`);
  await expect(remembered).toContainText("Adopted");
  await expect(remembered).toContainText("The counts are clear");
  await expect(remembered.locator(`a[data-play="${id}"]`)).toHaveText(WHAT);
  await expect(page.locator(".lab-memory tbody")).not.toContainText("not decided");
  await page.locator(".lab-memory input[type=search]").fill("no such words at all");
  await expect(page.locator(`tr[data-hypothesis="${id}"]`)).toHaveCount(0);
  await page.locator('[data-view="portfolio"]').click();
  await expect(page.locator(`.lab-row[data-hypothesis="${id}"]`)).toBeVisible();
  await expect(page.locator("[data-worked]")).not.toHaveAttribute("data-worked", "0");
});

test("a play whose later deals do not come through fades, and the lab says so", async ({ page, context }) => {
  await page.clock.install();
  await signIn(page, "admin", "/hypotheses");
  const key = await makeKey(page);
  const id = await clearWinner(page);
  await adopt(page);
  await synced(page);
  for (let n = 0; n < 30; n++) {
    await sendLead(server().url, key, { name: `Lead ${n}`, email: `lead${n}@plays.example` });
  }
  await expect(page.locator(".lab-play")).toContainText("still have time: 30");
  // Offline, so that the server does not correct the clock.
  await context.setOffline(true);
  await page.clock.fastForward(72 * 3_600_000);
  await visit(page, "/hypotheses");
  // The play of the test before fades, too.
  const fading = page.locator(`.lab-fading a[href="/hypotheses/${id}"]`);
  await fading.click();
  await expect(page.locator(".lab-drift")).toHaveAttribute("data-drift", "fading");

  await page.locator(".lab-play").getByRole("button", { name: "Retire the play" }).click();
  await page.locator("#play-why").fill("It fades");
  await page.locator(".lab-play form button[type=submit]").click();
  await expect(page.locator(".lab-play-retired")).toContainText("It fades");
  await visit(page, "/hypotheses");
  await expect(page.locator(".lab-board")).toBeVisible();
  await expect(fading).toHaveCount(0);
});
