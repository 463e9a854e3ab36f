import { type Page, expect, test } from "@playwright/test";
import { ready, signIn, synced } from "./support/app.ts";
import { useServer } from "./support/server.ts";

const server = useServer();

const heading = (page: Page) => page.getByRole("heading", { level: 1 });

/** Opens the first deal of the board; answers its page's address and its title. */
async function openDeal(page: Page): Promise<[string, string]> {
  const id = await page.locator("[data-deal]").first().getAttribute("data-deal");
  await page.goto(`/deals/${id}`);
  await ready(page);
  return [`/deals/${id}`, ((await heading(page).textContent()) ?? "").trim()];
}

/** Writes another title, as a person does. */
async function rename(page: Page, title: string): Promise<void> {
  await heading(page).getByRole("button").click();
  await heading(page).getByRole("textbox").fill(title);
  await heading(page).getByRole("textbox").press("Enter");
  await expect(heading(page)).toHaveText(title);
}

test("a deal's history says who changed what, from which value, and any value can be put back", async ({ page }) => {
  await signIn(page, "manager", "/board");
  const [, before] = await openDeal(page);
  await rename(page, "Oak for the library");
  await page.getByLabel("Kind").first().selectOption({ label: "Repeat" });
  await synced(page);
  await page.getByRole("button", { name: "Every change" }).click();
  const line = page.locator("[data-change]").filter({ hasText: `Title: ${before} → Oak for the library` });
  await expect(line).toContainText("Iryna Bondar");
  await expect(page.locator("[data-change]").first()).toContainText("Kind: ");
  await line.getByRole("button", { name: "Put back" }).click();
  await expect(heading(page)).toHaveText(before);
  // The way back is a change, too.
  await expect(page.locator("[data-change]").first()).toContainText(`Title: Oak for the library → ${before}`);
});

test("what one did before the page was loaded again can be taken back among one's own changes", async ({ page }) => {
  await signIn(page, "sales", "/board");
  const [address, before] = await openDeal(page);
  await rename(page, "Pine for the nursery");
  await synced(page);
  await page.goto("/");
  await ready(page);
  await page.getByRole("button", { name: "Your account" }).click();
  await page.getByRole("link", { name: "My changes" }).click();
  const line = page.locator("[data-change]").filter({ hasText: "Pine for the nursery" }).first();
  await expect(line).toContainText(`Title: ${before} → Pine for the nursery`);
  await line.getByRole("button", { name: /^Put back/ }).click();
  await synced(page);
  await page.goto(address);
  await expect(heading(page)).toHaveText(before);
});

test("without a connection one's own changes are there all the same, and each can be taken back", async ({ page }) => {
  await signIn(page, "sales", "/board");
  const [address, before] = await openDeal(page);
  await rename(page, "Ash for the reading room");
  await synced(page);
  await page.goto(address);
  await ready(page);
  await page.getByRole("button", { name: "Every change" }).click();
  await expect(page.locator("[data-change]").first()).toBeVisible();
  await page.context().setOffline(true);
  await rename(page, "Elm for the reading room");
  await page.getByRole("button", { name: "Your account" }).click();
  await page.getByRole("link", { name: "My changes" }).click();
  await expect(page.getByText("No connection: these are your own changes")).toBeVisible();
  const waiting = page.locator("[data-change]").filter({ hasText: "→ Elm for the reading room" });
  await expect(waiting).toContainText("Title: Ash for the reading room → Elm for the reading room");
  const accepted = page.locator("[data-change]").filter({ hasText: `Title: ${before} → Ash for the reading room` });
  await accepted.getByRole("button", { name: /^Put back/ }).click();
  await expect(page.locator("[data-change]").first()).toContainText(`→ ${before}`);
  await page.context().setOffline(false);
  await expect(page.locator("body")).toHaveAttribute("data-outbox", "0", { timeout: 40_000 });
  await expect(page.getByText("No connection: these are your own changes")).toBeHidden();
  await page.goto(address);
  await expect(heading(page)).toHaveText(before);
});

test("whoever loses a conflict is told, and restores theirs with one tap", async ({ page, browser }) => {
  const other = await (await browser.newContext({ baseURL: server().url })).newPage();
  await signIn(page, "sales", "/board");
  const [address] = await openDeal(page);
  await synced(page);
  await signIn(other, "manager", address);
  await page.context().setOffline(true);
  await rename(page, "Written on the train");
  await expect(page.locator("body")).toHaveAttribute("data-outbox", "1");
  await rename(other, "Written in the office");
  await synced(other);
  await page.context().setOffline(false);

  await expect(page.locator("body")).toHaveAttribute("data-outbox", "0", { timeout: 40_000 });
  await expect(heading(page)).toHaveText("Written in the office");
  await page.getByRole("button", { name: "Needs attention" }).click();
  const tray = page.getByRole("dialog").filter({ visible: true });
  await expect(tray).toContainText("Written on the train");
  await tray.getByRole("button", { name: "Restore mine" }).click();
  await expect(heading(page)).toHaveText("Written on the train");
  await expect(heading(other)).toHaveText("Written on the train");
  await synced(page);
  await other.context().close();
});

test("whoever is overwritten by a colleague who had not seen it is told, and restores theirs with one tap", async ({ page, browser }) => {
  const other = await (await browser.newContext({ baseURL: server().url })).newPage();
  await signIn(page, "sales", "/board");
  const [address] = await openDeal(page);
  await synced(page);
  await signIn(other, "manager", address);
  await synced(other);
  await other.context().setOffline(true);
  await rename(page, "Walnut for the hall");
  await synced(page);
  await rename(other, "Beech for the hall");
  await expect(other.locator("body")).toHaveAttribute("data-outbox", "1");
  await other.context().setOffline(false);

  await expect(other.locator("body")).toHaveAttribute("data-outbox", "0", { timeout: 40_000 });
  await expect(heading(page)).toHaveText("Beech for the hall");
  await page.getByRole("button", { name: "Needs attention" }).click();
  const tray = page.getByRole("dialog").filter({ visible: true });
  await expect(tray).toContainText("Iryna Bondar");
  await expect(tray).toContainText("Title: Walnut for the hall → Beech for the hall");
  // Who meant to write is not bothered.
  await expect(other.locator("body")).toHaveAttribute("data-sync", "synced");
  await page.reload();
  await ready(page);
  await page.getByRole("button", { name: "Needs attention" }).click();
  await tray.getByRole("button", { name: "Restore mine" }).click();
  await expect(heading(page)).toHaveText("Walnut for the hall");
  await synced(page);
  await expect(heading(other)).toHaveText("Walnut for the hall");
  await other.context().close();
});
