// The app as one that is installed: its manifest, icons and colours, and its start without a network.
import { expect, test } from "@playwright/test";
import { kept, ready, signIn } from "./support/app.ts";
import { MEMBERS, PASSWORD, useServer } from "./support/server.ts";

useServer();

test("the manifest has what installing asks for, and each icon is there in its size", async ({ page }) => {
  await signIn(page, "manager");
  const answer = await page.request.get("/manifest.webmanifest");
  const manifest = await answer.json();
  expect(manifest).toMatchObject({ id: "/", start_url: "/", scope: "/", display: "standalone", name: "Smarketing", short_name: "Smarketing" });
  expect(manifest.background_color).toMatch(/^#/);
  expect(manifest.theme_color).toMatch(/^#/);
  const icons = manifest.icons as { src: string; sizes: string; type: string; purpose: string }[];
  expect(icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual(
    expect.arrayContaining(["192x192 any", "512x512 any", "512x512 maskable"]));
  for (const icon of icons) {
    const file = await page.request.get(icon.src);
    expect(file.headers()["content-type"]).toContain(icon.type);
    if (icon.type !== "image/png") continue;
    const bytes = await file.body();
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(icon.sizes);
  }
});

test("the browser's bar has the colour of the theme that was chosen, not of the device", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.addInitScript(() => localStorage.setItem("smarketing.theme", "dark"));
  await signIn(page, "manager");
  for (const bar of await page.locator('meta[name="theme-color"]').all()) {
    await expect(bar).toHaveAttribute("content", "#14161b");
  }
});

test("a second visit starts without a network, on whichever page it was left", async ({ page, context }) => {
  await signIn(page, "manager");
  await kept(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await context.setOffline(true);
  // How long it takes is for `make bench`: a busy machine says nothing about it.
  for (const path of ["/", "/board", "/hypotheses"]) {
    await page.goto(path);
    await ready(page);
    await expect(page.locator("main h1, main h2").first()).toBeVisible();
  }
});

test("a device that has kept nothing says so when the server is away, and goes on by itself", async ({ page }) => {
  const api = /\/api\/(snapshot|sync)/;
  await page.route(api, (route) => route.abort());
  await page.goto("/login");
  await page.locator("#email").fill(MEMBERS.manager);
  await page.locator("#password").fill(PASSWORD);
  await page.locator("form button[type=submit]").click();
  await expect(page.getByText("This device has not kept the workspace yet")).toBeVisible();
  await page.unroute(api);
  await ready(page);
});
