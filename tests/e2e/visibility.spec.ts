import { type Page, expect, test } from "@playwright/test";
import { ready, signIn, synced } from "./support/app.ts";
import { useServer } from "./support/server.ts";

const server = useServer();

async function seen(page: Page): Promise<number> {
  const snapshot = await (await page.request.get(`${server().url}/api/snapshot`)).json();
  return snapshot.entities.filter((e: { entity: string; meta: { born?: unknown } }) => e.entity === "deal" && e.meta.born).length;
}

test("an admin decides that members see only their own deals and their team's; an open screen follows", async ({ page, browser }) => {
  const other = await (await browser.newContext({ baseURL: server().url })).newPage();
  await signIn(other, "marketer", "/board?lens=sales");
  await synced(other);
  const all = await seen(other);
  await expect(other.locator("[data-deal]").first()).toBeVisible();

  await signIn(page, "admin", "/settings");
  await page.getByRole("button", { name: "Change", exact: true }).click();
  const dialog = page.getByRole("dialog").filter({ visible: true });
  await dialog.getByRole("radio", { name: /Own deals and the team’s/ }).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Own deals and the team’s").first()).toBeVisible();
  await synced(page);

  // Whoever sees all goes on; the marketer's screen loses what sales looks after.
  await expect.poll(() => seen(other)).toBeLessThan(all);
  expect(await seen(page)).toBe(all);
  const count = () => other.locator("[data-stage-total]").evaluateAll((feet) => feet.reduce((sum, foot) => sum + Number((foot as HTMLElement).dataset.count), 0));
  await expect.poll(count, { timeout: 30_000 }).toBeLessThan(all / 2);
  await other.reload();
  await ready(other);
  await synced(other);
  await other.context().close();
});
