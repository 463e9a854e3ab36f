import { type Page, expect, test } from "@playwright/test";
import { kept, ready, signIn } from "./support/app.ts";
import { useServer } from "./support/server.ts";

useServer();
// Requests of a service worker cannot be held back here.
test.use({ serviceWorkers: "block" });

/** The program itself, not its chunks. */
const PROGRAM = /\/smarketing[^/]*_bg[^/]*\.wasm$/;

/** Notes on the page how often a database is opened, and with which version. */
async function noteOpenings(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const noted: (number | null)[] = [];
    (window as unknown as { opened: typeof noted }).opened = noted;
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (name, version) {
      noted.push(version ?? null);
      return open.call(this, name, version);
    };
  });
}

const openings = (page: Page) => page.evaluate(() => (window as unknown as { opened: (number | null)[] }).opened);

/** Holds the program back; answers what lets it come. */
async function holdProgram(page: Page): Promise<() => void> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((done) => (release = done));
  await page.route(PROGRAM, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

test("the device’s database is opened ahead of the program, which takes it over", async ({ page }) => {
  await signIn(page);
  await kept(page);
  await noteOpenings(page);
  await page.goto("/board");
  await ready(page);
  await expect(page.locator("[data-deal]").first()).toBeVisible();
  expect(await openings(page)).toEqual([null]);
});

test("where there is no database the script makes none, and the program makes its own", async ({ page }) => {
  await noteOpenings(page);
  const release = await holdProgram(page);
  await page.goto("/login", { waitUntil: "commit" });
  await expect.poll(() => openings(page)).toEqual([null]);
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  release();
  await signIn(page);
  await kept(page);
});

test("whoever deletes the database before the program has come is not kept waiting, and the app begins anew", async ({ page, context }) => {
  await signIn(page);
  await kept(page);
  await noteOpenings(page);
  const release = await holdProgram(page);
  await page.goto("/", { waitUntil: "commit" });
  await expect.poll(() => openings(page)).toEqual([null]);
  const other = await context.newPage();
  await other.goto("/api/openapi.json");
  const remove = () =>
    new Promise<string>((done) => {
      const request = indexedDB.deleteDatabase("smarketing");
      request.onsuccess = () => done("deleted");
      request.onblocked = () => done("kept waiting");
      request.onerror = () => done("failed");
    });
  expect(await other.evaluate(remove)).toBe("deleted");
  release();
  await ready(page);
  await expect(page.locator(".hourglass")).toBeVisible();
  await kept(page);
});
