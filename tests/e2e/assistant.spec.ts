import { type Page, expect, test } from "@playwright/test";
import { ready, signIn, synced } from "./support/app.ts";
import { useServer } from "./support/server.ts";

const PASSWORD = "green chairs in the rain";

const panel = (page: Page) => page.locator("[data-assistant]");
const lines = (page: Page) => page.locator("[data-proposed]");

/** Leads with outcomes: those from a partner, and those with many visits, buy more often. */
function leads(count: number, seed: number): string {
  let state = seed;
  const dice = (sides: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
  const rows = ["Lead Number,Source,Visits,Size of the flat,Tags,Converted"];
  for (let nth = 1; nth <= count; nth++) {
    const partner = dice(3) === 0;
    const visits = dice(12);
    const won = dice(100) < 8 + (partner ? 45 : 0) + 4 * visits;
    const size = ["", "small", "large"][dice(3)];
    rows.push(`${nth},${partner ? "Partner" : "Fair"},${visits},${size},${won ? "will pay" : "ringing"},${won ? 1 : 0}`);
  }
  return rows.join("\n");
}

async function importLeads(page: Page, count: number): Promise<void> {
  await page.goto("/settings/import");
  await ready(page);
  const buffer = Buffer.from(leads(count, 7));
  await page.locator('input[type="file"]').setInputFiles({ name: "leads.csv", mimeType: "text/csv", buffer });
  const start = page.locator("[data-import-start]");
  await expect(start).toBeEnabled({ timeout: 20_000 });
  await start.click();
  await expect(page.locator("[data-import-done]")).toBeVisible({ timeout: 30_000 });
}

async function propose(page: Page): Promise<void> {
  await page.goto("/inbox?tab=rules");
  await ready(page);
  await panel(page).getByRole("button", { name: "Propose rules" }).click();
  await expect(panel(page)).toHaveAttribute("data-assistant", "ready", { timeout: 30_000 });
}

test.describe("a workspace of its own", () => {
  const server = useServer({ demo: false });

  async function enter(page: Page): Promise<void> {
    await page.goto("/login");
    await page.locator("#email").fill("olena@example.org");
    await page.locator("#password").fill(PASSWORD);
    await page.locator("form button[type=submit]").click();
    await ready(page);
  }

  test.beforeAll(() => {
    const who = ["--email", "olena@example.org", "--name", "Olena", "--role", "admin"];
    server().run(["account", "add", "--workspace", "Flats", ...who], { SMARKETING_PASSWORD: PASSWORD });
  });

  test("with too few outcomes it says how many are needed, and where to get them", async ({ page }) => {
    await enter(page);
    await page.goto("/inbox?tab=rules");
    await ready(page);
    await panel(page).getByRole("button", { name: "Propose rules" }).click();
    await expect(panel(page)).toHaveAttribute("data-assistant", "too-few");
    await expect(panel(page)).toContainText("Won or accepted: 0 of 30 needed");
    await expect(panel(page).getByRole("link", { name: "Import past leads" })).toBeVisible();
  });

  test("past leads are imported, rules proposed, changed and used, and a lead has its points", async ({ page }) => {
    test.setTimeout(120_000);
    await enter(page);
    await importLeads(page, 320);
    await propose(page);

    // What it found, and what it did not use.
    await expect(panel(page)).toContainText("of 100 such pairs");
    await expect(lines(page).filter({ hasText: /Partner|Fair/ }).first()).toBeVisible();
    await expect(lines(page).filter({ hasText: "Visits" }).first()).toBeVisible();
    await expect(lines(page).filter({ hasText: "Tags" })).toHaveCount(0);
    await panel(page).getByText("Left out: may have been known only afterwards").click();
    await expect(panel(page).getByLabel("Take in Tags")).not.toBeChecked();

    // Points are changed by keyboard; what they are worth is told at once.
    const now = page.locator(".assistant-now");
    const before = await now.getAttribute("data-area");
    const first = lines(page).first();
    await first.getByRole("spinbutton").fill("-50");
    await expect(now).not.toHaveAttribute("data-area", before!);
    await first.getByRole("spinbutton").fill("1.5");
    await expect(first).toContainText("A whole number");
    await first.getByRole("spinbutton").fill("40");

    // One is left away.
    const count = await lines(page).count();
    expect(count).toBeGreaterThan(1);
    const box = lines(page).nth(1).getByRole("checkbox");
    await box.focus();
    await page.keyboard.press("Space");
    await expect(box).not.toBeChecked();
    await expect(panel(page).locator(".effect")).toContainText(/would be|Nobody/);

    // Used in one step, and taken back in one.
    const used = page.locator('.rule[data-paused="false"]');
    await panel(page).getByRole("button", { name: /^Use \d+ rules?$/ }).click();
    await expect(panel(page)).toHaveAttribute("data-assistant", "idle");
    await expect(used).toHaveCount(count - 1);
    await expect(used.locator(".rule-points").first()).toHaveText("+40");
    await synced(page);
    await page.keyboard.press("Control+z");
    await expect(used).toHaveCount(0);
    await page.keyboard.press("Control+Shift+z");
    await expect(used).toHaveCount(count - 1);
    await synced(page);

    // A lead's score names the rules that hold for it.
    const name = (await used.locator(".rule-text b").first().textContent())!;
    await page.goto("/board?lens=customer");
    await ready(page);
    const cards = page.locator("[data-deal]");
    await expect(cards.first()).toBeVisible();
    const ids = await cards.evaluateAll((all) => all.slice(0, 12).map((card) => card.getAttribute("data-deal")));
    for (const id of ids) {
      await page.goto(`/deals/${id}`);
      await ready(page);
      const score = page.locator(".score");
      if ((await score.count()) === 0) continue;
      await score.locator("summary").click();
      if ((await score.textContent())!.includes(name)) return;
    }
    throw new Error(`none of the won leads has points by “${name}”`);
  });
});

test.describe("the demo workspace", () => {
  useServer();

  test("members who cannot change rules are not asked to", async ({ page }) => {
    await signIn(page, "sales", "/inbox?tab=rules");
    await expect(page.locator(".threshold")).toBeVisible();
    await expect(panel(page)).toHaveCount(0);
  });

  test("the proposal is there in every language, in the dark, and on a phone without scrolling sideways", async ({ page }) => {
    test.setTimeout(120_000);
    await page.emulateMedia({ colorScheme: "dark" });
    await page.setViewportSize({ width: 390, height: 844 });
    await signIn(page, "admin");
    for (const [language, title, button] of [
      ["Українська", "Правила за минулими результатами", "Запропонувати правила"],
      ["Русский", "Правила по прошлым исходам", "Предложить правила"],
    ] as const) {
      await page.goto("/settings");
      await ready(page);
      await page.getByRole("button", { name: language }).click();
      await page.goto("/inbox?tab=rules");
      await ready(page);
      await expect(panel(page).getByRole("heading", { name: title })).toBeVisible();
      await panel(page).getByRole("button", { name: button }).click();
      await expect(panel(page)).toHaveAttribute("data-assistant", "ready", { timeout: 30_000 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    }
  });
});
