// start.mjs [--deals 100000] [--runs 3]: how long a browser takes to start with a large workspace.
//
// Each run has a fresh profile: it signs in and waits for the first screen, for the
// device to have kept everything, then loads the page again, and once more without a server.
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { keptOnDevice } from "./board.mjs";
import { PASSWORD, chromium, chromiumOptions, startServer } from "./program.mjs";

const { values } = parseArgs({
  options: { deals: { type: "string", default: "100000" }, runs: { type: "string", default: "3" } },
});
const DEALS = Number(values.deals);
const PATIENCE = 180_000;
const MIB = 2 ** 20;

/** Server and browser with so many deals, one run after another. */
export async function measureStart(deals, runs) {
  const server = await startServer({ deals });
  try {
    const results = [];
    for (let run = 0; run < runs; run++) results.push(await startOnce(server));
    return results;
  } finally {
    await server.stop();
  }
}

async function startOnce(server) {
  const profile = mkdtempSync(join(server.directory, "profile-"));
  const context = await chromium.launchPersistentContext(profile, chromiumOptions());
  try {
    const page = context.pages()[0];
    const cdp = await context.newCDPSession(page);
    await page.goto(`${server.url}/login`);
    await page.locator("#email").fill("manager@demo.local");
    await page.locator("#password").fill(PASSWORD);
    const signIn = await timed(page, () => page.locator("form button[type=submit]").click());
    await page.evaluate(keptOnDevice);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    const reload = await timed(page, () => page.goto(server.url, { waitUntil: "commit" }));
    await cdp.send("Performance.enable");
    await cdp.send("HeapProfiler.collectGarbage");
    const { metrics } = await cdp.send("Performance.getMetrics");
    const heap = metrics.find(({ name }) => name === "JSHeapUsedSize").value / MIB;
    await context.setOffline(true);
    const offline = await timed(page, () => page.goto(server.url, { waitUntil: "commit" }));
    return { signIn, reload, offline, heap };
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** Milliseconds from `act` to the first screen. */
async function timed(page, act) {
  const began = performance.now();
  await act();
  await page.locator('body[data-ready="true"]').waitFor({ state: "attached", timeout: PATIENCE });
  return performance.now() - began;
}

/** A line for people. */
export function describeStart(deals, results) {
  const all = (what) => results.map((result) => (result[what] / 1000).toFixed(1)).join(", ");
  return (
    `start with ${deals.toLocaleString("en-GB")} deals: sign-in ${all("signIn")} s, reload ${all("reload")} s, ` +
    `without a server ${all("offline")} s; JavaScript heap ${results.map(({ heap }) => heap.toFixed(1)).join(", ")} MiB ` +
    `(${cpus().length} cores, load ${loadavg()[0].toFixed(1)})`
  );
}

if (import.meta.filename === process.argv[1]) {
  console.log(describeStart(DEALS, await measureStart(DEALS, Number(values.runs))));
}
