// Stages are set up: named, ordered, merged without losing a deal; and a stage that
// asks for more is answered at the drop.
import { type Locator, type Page, expect, test } from "@playwright/test";
import { column, ready, signIn, synced, total } from "./support/app.ts";
import { useServer } from "./support/server.ts";

useServer();

const FROM = "Received the design";
const TO = "Received the quote";

const line = (page: Page, name: string): Locator =>
  page.locator("[data-stage-line]").filter({ has: page.getByText(name, { exact: true }) });

const names = (page: Page) => page.locator("[data-stage-line] b").allTextContents();

const dialog = (page: Page) => page.getByRole("dialog").filter({ visible: true });

async function settings(page: Page): Promise<void> {
  await signIn(page, "manager", "/settings");
  await expect(page.locator("[data-stage-line]").first()).toBeVisible();
}

test("a stage is renamed, with a friendly hint while its name is no state of the customer", async ({ page }) => {
  await settings(page);
  await line(page, FROM).getByRole("button", { name: "Edit" }).click();
  const name = dialog(page).getByLabel("Name");
  await name.fill("Send the design");
  await expect(dialog(page)).toContainText("reads like something to do");
  await name.fill("Hot lead");
  await expect(dialog(page)).toContainText("reads like a drawer of ours");
  await name.fill("Approved the design");
  await expect(dialog(page)).not.toContainText("reads like something to do");
  await dialog(page).getByRole("button", { name: "Save" }).click();
  await expect(line(page, "Approved the design")).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(line(page, FROM)).toBeVisible();
  await synced(page);
});

test("a stage is put elsewhere by the keyboard, which keeps its button, and one is added between two", async ({ page }) => {
  await settings(page);
  const before = await names(page);
  const down = line(page, FROM).getByRole("button", { name: /^Move .* down$/ });
  await down.focus();
  await page.keyboard.press("Enter");
  const at = before.indexOf(FROM);
  await expect.poll(() => names(page)).toEqual(before.with(at, before[at + 1]!).with(at + 1, FROM));
  await expect(down).toBeFocused();
  await page.keyboard.press("Control+z");
  await expect.poll(() => names(page)).toEqual(before);

  await line(page, FROM).getByRole("button", { name: /^Add a stage below/ }).click();
  await dialog(page).getByLabel("Name").fill("Chose the wood");
  await dialog(page).getByRole("button", { name: "Add" }).click();
  await expect.poll(() => names(page)).toEqual(before.toSpliced(at + 1, 0, "Chose the wood"));
  await page.keyboard.press("Control+z");
  await expect.poll(() => names(page)).toEqual(before);
});

test("a stage that is retired asks where its deals go, none is lost, and it can be taken back", async ({ page }) => {
  await signIn(page, "manager", "/board?lens=sales");
  const [from, to] = [await total(column(page, FROM)), await total(column(page, TO))];
  expect(from.count).toBeGreaterThan(0);
  await page.goto("/settings");
  await ready(page);
  await line(page, FROM).getByRole("button", { name: /^Retire/ }).click();
  await dialog(page).getByRole("button", { name: "Move them and retire" }).click();
  await expect(dialog(page)).toContainText("Choose a stage");
  await dialog(page).getByRole("combobox").selectOption({ label: TO });
  await dialog(page).getByRole("button", { name: "Move them and retire" }).click();
  await expect(line(page, FROM)).toHaveCount(0, { timeout: 30_000 });
  await synced(page, 60_000);

  await page.locator('nav a[href^="/board"]').first().click();
  await expect(column(page, FROM)).toHaveCount(0);
  await expect.poll(async () => (await total(column(page, TO))).count).toBe(from.count + to.count);
  await expect.poll(async () => (await total(column(page, TO))).minor).toBe(from.minor + to.minor);
  await page.keyboard.press("Control+z");
  await expect.poll(async () => total(column(page, FROM))).toEqual(from);
  await expect.poll(async () => total(column(page, TO))).toEqual(to);
  await synced(page, 60_000);
});

test("a retired stage is brought back, and a deal from the trash goes where the others of its stage went", async ({ page }) => {
  await signIn(page, "manager", "/board?lens=sales");
  const id = await column(page, FROM).locator("[data-deal]").first().getAttribute("data-deal");
  await page.goto(`/deals/${id}`);
  await ready(page);
  const title = ((await page.getByRole("heading", { level: 1 }).textContent()) ?? "").trim();
  await page.locator(".deal-head").getByRole("button", { name: "Delete" }).click();
  await synced(page);
  await page.goto("/settings");
  await ready(page);
  await expect(page.locator("[data-retired-stage]")).toHaveCount(0);
  const before = await names(page);
  await line(page, FROM).getByRole("button", { name: /^Retire/ }).click();
  await dialog(page).getByRole("combobox").selectOption({ label: TO });
  await dialog(page).getByRole("button", { name: "Move them and retire" }).click();
  await expect(line(page, FROM)).toHaveCount(0, { timeout: 30_000 });
  await synced(page, 60_000);

  // Its stage is gone: it follows the others.
  await page.goto("/trash");
  await ready(page);
  const row = page.getByRole("listitem").filter({ hasText: title }).first();
  await row.getByRole("button", { name: `Restore: ${title}` }).click();
  await expect(page.getByText(`Restored to “${TO}”: its own stage is retired`).first()).toBeVisible();
  await synced(page);
  await page.goto("/settings");
  await ready(page);
  const retired = page.locator("[data-retired-stage]").filter({ hasText: FROM });
  await retired.getByRole("button", { name: `Bring back “${FROM}”` }).click();
  await expect.poll(() => names(page)).toEqual(before);
  await expect(page.locator("[data-retired-stage]")).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(retired).toBeVisible();
  await retired.getByRole("button", { name: `Bring back “${FROM}”` }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => names(page)).toEqual(before);
  await synced(page);
  // The deal stayed where it had gone; the column is there again, for those to come.
  await page.goto(`/deals/${id}`);
  await ready(page);
  await expect(page.locator('[aria-current="step"], [aria-pressed="true"]').filter({ hasText: TO }).first()).toBeVisible();
  await page.goto("/board?lens=sales");
  await ready(page);
  await expect.poll(async () => (await total(column(page, FROM))).count).toBe(0);
  // What the tests below need.
  await column(page, TO).locator("[data-deal]").first().locator("[data-move]").click();
  await page.getByRole("menuitem", { name: FROM }).click();
  await expect(column(page, FROM).locator("[data-deal]")).toHaveCount(1);
  await synced(page);
});

test("a stage that asks for more is answered at the drop, and the move is saved with it", async ({ page }) => {
  await settings(page);
  await line(page, TO).getByRole("button", { name: "Edit" }).click();
  await dialog(page).getByRole("checkbox", { name: "Expected close" }).check();
  await dialog(page).getByRole("button", { name: "Save" }).click();
  await expect(line(page, TO)).toContainText("Expected close");
  await synced(page);

  await page.goto("/board?lens=sales");
  await ready(page);
  await column(page, "Agreed to a measurement").locator("[data-add]").click();
  await page.locator("[data-quick-add] input[name=title]").fill("A bench by the window");
  await page.keyboard.press("Enter");
  const card = page.locator("[data-deal]").filter({ hasText: "A bench by the window" });
  await expect(card).toBeVisible();
  const move = async () => {
    await card.locator("[data-move]").click();
    await page.getByRole("menuitem", { name: TO }).click();
  };
  await move();
  await expect(dialog(page)).toContainText("asks for a little more");
  await page.keyboard.press("Escape");
  await expect(column(page, "Agreed to a measurement").locator("[data-deal]").filter({ hasText: "A bench by the window" })).toBeVisible();

  await move();
  await dialog(page).getByRole("button", { name: "Save and move" }).click();
  await expect(dialog(page)).toContainText("Fill in: Expected close");
  await dialog(page).getByLabel("Expected close").fill("+2w");
  await dialog(page).getByRole("button", { name: "Save and move" }).click();
  await expect(column(page, TO).locator("[data-deal]").filter({ hasText: "A bench by the window" })).toBeVisible();
  await synced(page);
});

test("whoever is no manager sees the stages and changes none", async ({ page }) => {
  await signIn(page, "sales", "/settings");
  await expect(line(page, FROM)).toBeVisible();
  await expect(page.locator("[data-stage-line] button")).toHaveCount(0);
});
