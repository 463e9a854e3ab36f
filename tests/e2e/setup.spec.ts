import AxeBuilder from "@axe-core/playwright";
import { type Page, expect, test } from "@playwright/test";
import { ready, synced } from "./support/app.ts";
import { useServer } from "./support/server.ts";

const server = useServer({ demo: false });

const PASSWORD = "green chairs in the rain";

const code = () => /\/setup#(\S+)/.exec(server().log)?.[1] ?? "";

async function grave(page: Page): Promise<string[]> {
  const result = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze();
  return result.violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => `${v.id}: ${v.help}`);
}

test("a fresh server is set up by the link that it printed, and its admin begins with an import or with stages", async ({ page }) => {
  // Whoever opens it anywhere is led to the set-up; without the code it goes no further.
  await page.goto("/board");
  await expect(page).toHaveURL(/\/setup$/);
  await expect(page.getByLabel("Set-up code")).toBeVisible();
  expect(await grave(page)).toEqual([]);
  await page.getByLabel("Set-up code").fill("a guess");
  await page.getByLabel("Name of the workspace").fill("Oak Studio");
  await page.getByLabel("Your name").fill("Olena Shevchuk");
  await page.getByLabel("E-mail").fill("olena@example.org");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Set up" }).click();
  await expect(page.getByText("The set-up code is wrong")).toBeVisible();
  await expect(page.getByLabel("Set-up code")).toBeFocused();

  await page.goto(`/setup#${code()}`);
  await page.reload();
  await expect(page.getByLabel("Name of the workspace")).toBeVisible();
  await expect(page.getByLabel("Set-up code")).toHaveCount(0);
  // What is missing is told at its field, which gets the focus.
  await page.getByRole("button", { name: "Set up" }).click();
  await expect(page.getByLabel("Name of the workspace")).toBeFocused();
  await expect(page.getByText("Write a name.")).toBeVisible();
  await page.getByLabel("Name of the workspace").fill("Oak Studio");
  await page.getByLabel("Currency").fill("uah");
  await page.getByLabel("Hours to answer a lead").fill("8");
  // The browser's own zone is there to begin with.
  await expect(page.getByLabel("Time zone")).toHaveValue("UTC");
  await page.getByLabel("Time zone").fill("Europe/Oz");
  await page.getByRole("button", { name: "Sat" }).click();
  await page.getByLabel("Work ends").fill("19:00");
  await page.getByLabel("Your name").fill("Olena Shevchuk");
  await page.getByLabel("E-mail").fill("olena@example.org");
  await page.getByLabel("Password", { exact: true }).fill("password1");
  await page.getByRole("button", { name: "Set up" }).click();
  await expect(page.getByText("among the first that are tried")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Set up" }).click();
  await expect(page.getByText("There is no such time zone")).toBeVisible();
  await expect(page.getByLabel("Time zone")).toBeFocused();
  await page.getByLabel("Time zone").fill("Europe/Kyiv");
  await page.getByRole("button", { name: "Set up" }).click();
  await page.waitForURL("/");
  await ready(page);
  await synced(page);
  await page.goto("/board");
  await ready(page);
  await expect(page.getByRole("heading", { name: "Left a request" })).toBeVisible();
  await page.goto("/settings");
  await ready(page);
  await expect(page.getByText("Mon Tue Wed Thu Fri Sat, 09:00–19:00")).toBeVisible();
  await expect(page.getByText("UAH")).toBeVisible();
  await expect(page.locator("[data-zone]")).toHaveText("Europe/Kyiv");
  // It is done once.
  await page.goto("/setup");
  await expect(page.getByText("set up already")).toBeVisible();
});
