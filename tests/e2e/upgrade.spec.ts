import { type Page, expect, test } from "@playwright/test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ready, signIn, synced } from "./support/app.ts";
import { build } from "./support/builds.ts";
import { Server } from "./support/server.ts";

const mark = (page: Page) => page.locator('meta[name="build"]').getAttribute("content");

/** Waits until the service worker keeps the app, and looks after this page. */
async function installed(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
}

test("a browser that is two builds behind starts, is offered the new one, and takes it with its unsent work", async ({ browser }) => {
  const folder = await mkdtemp(join(tmpdir(), "smarketing-builds-"));
  const dist = join(folder, "dist");
  await build(dist, "first");
  const server = await Server.launch({ args: ["--dist", dist] });
  const context = await browser.newContext({ baseURL: server.url });
  try {
    const page = await context.newPage();
    await signIn(page, "sales");
    await synced(page);
    await installed(page);
    expect(await mark(page)).toBe("first");
    const id = await page.evaluate(async () => {
      const snapshot = await (await fetch("/api/snapshot")).json();
      return snapshot.entities.find((e: { entity: string; meta: { born?: unknown } }) => e.entity === "deal" && e.meta.born).id as string;
    });

    // The second build came and went while this browser was away.
    await page.goto("about:blank");
    await server.stop();
    await build(dist, "second");
    await build(dist, "third");
    // No file of the first build is there any more; it starts from what is kept.
    await page.goto(`${server.url}/deals/${id}`);
    await ready(page);
    expect(await mark(page)).toBe("first");
    const title = page.getByRole("heading", { level: 1 });
    await title.getByRole("button").click();
    await title.getByRole("textbox").fill("Written in the first build");
    await title.getByRole("textbox").press("Enter");
    await expect(page.locator("body")).toHaveAttribute("data-outbox", "1");

    await server.start();
    await page.goto(`${server.url}/deals/${id}`);
    await ready(page);
    const update = page.getByRole("button", { name: "Update" });
    await expect(update).toBeVisible({ timeout: 60_000 });
    await update.click();
    await expect.poll(() => mark(page).catch(() => ""), { timeout: 30_000 }).toBe("third");
    await ready(page);
    await synced(page, 40_000);
    await expect(title).toHaveText("Written in the first build");
    const gone = await page.request.get(`${server.url}/first-first.css`);
    expect(gone.status(), "a missing file is no page").toBe(404);
  } finally {
    await context.close();
    await server.dispose();
    await rm(folder, { recursive: true, force: true });
  }
});
