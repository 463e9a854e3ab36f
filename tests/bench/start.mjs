// start.mjs [--deals 100000] [--changes 0] [--runs 3]: how long a browser takes to start with a large workspace.
//
// Each run has a fresh profile: it signs in and waits for the first screen, for the
// device to have kept everything, then loads the page again, once more after it was away
// for most of the log, and once more without a server. With `--changes` so many changes
// are in the log. `make bench-large`: 100,000 deals and a million changes.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { keptOnDevice } from "./board.mjs";
import { oneCard } from "./card.mjs";
import { PASSWORD, chromium, chromiumOptions, startServer } from "./program.mjs";

const { values } = parseArgs({
  options: {
    deals: { type: "string", default: "100000" },
    changes: { type: "string", default: "0" },
    runs: { type: "string", default: "3" },
  },
});
const DEALS = Number(values.deals);
const CHANGES = Number(values.changes);
const PATIENCE = 180_000;
const MIB = 2 ** 20;
const number = (value) => Math.round(value).toLocaleString("en-GB");

/** Server and browser with so many deals, one run after another. */
export async function measureStart({ deals, changes, runs }) {
  const began = performance.now();
  const server = await startServer({ deals, changes });
  console.log(`the workspace was made in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  try {
    for (let run = 1; run <= runs; run++) {
      for (const [what, of] of Object.entries(await startOnce(server))) {
        console.log(`run ${run}, ${what}: ${describe(of)} (${cpus().length} cores, load ${loadavg()[0].toFixed(1)})`);
      }
      console.log(`the server: ${inMemory(server.pid)} MiB in memory, ${(busy(server.pid) / 1000).toFixed(1)} s of CPU so far`);
    }
    console.log(`a change of one card: ${await oneCard(server)}`);
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
    await cdp.send("Performance.enable");
    const heard = listen(await context.newCDPSession(page));
    const watched = (act) => timed({ page, cdp, heard, server }, act);
    await page.goto(`${server.url}/login`);
    await page.locator("#email").fill("manager@demo.local");
    await page.locator("#password").fill(PASSWORD);
    const again = () => page.goto(server.url, { waitUntil: "commit" });
    const results = {};
    results["a new client signs in"] = await watched(() => page.locator("form button[type=submit]").click());
    await page.evaluate(keptOnDevice);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    results["the page is loaded again"] = await watched(again);
    await synced(page);
    const counter = await page.evaluate(setBack, 10);
    const away = await watched(again);
    await page.locator(`body[data-cursor="${counter}"]`).waitFor({ state: "attached", timeout: PATIENCE });
    await synced(page);
    results["the same after it was away for nine tenths of the log"] = { ...away, heard: heard.take() };
    await context.setOffline(true);
    results["the same without a server"] = await watched(again);
    await cdp.send("HeapProfiler.collectGarbage");
    const heap = await metric(cdp, "JSHeapUsedSize");
    console.log(`JavaScript heap ${(heap / MIB).toFixed(1)} MiB`);
    return results;
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** From `act` to the first screen: milliseconds, of them the main thread's and the server's; what was asked for. */
async function timed({ page, cdp, heard, server }, act) {
  const before = [await metric(cdp, "TaskDuration"), busy(server.pid)];
  heard.take();
  const began = performance.now();
  await act();
  await page.locator('body[data-ready="true"]').waitFor({ state: "attached", timeout: PATIENCE });
  const ready = performance.now() - began;
  const thread = (await metric(cdp, "TaskDuration")) * 1000;
  // A page that is loaded anew counts from nothing.
  const since = thread < before[0] * 1000 ? thread : thread - before[0] * 1000;
  return { ready, thread: since, served: busy(server.pid) - before[1], heard: heard.asked() };
}

const metric = async (cdp, what) =>
  (await cdp.send("Performance.getMetrics")).metrics.find(({ name }) => name === what).value;

async function synced(page) {
  await page.locator('body[data-sync="synced"][data-outbox="0"]').waitFor({ state: "attached", timeout: PATIENCE });
}

/** Which records were asked for, and how many bytes came. */
function listen(cdp) {
  const sums = new Map();
  const paths = new Map();
  cdp.send("Network.enable", { maxTotalBufferSize: 1, maxResourceBufferSize: 1 });
  cdp.on("Network.requestWillBeSent", ({ requestId, request }) => {
    const { pathname } = new URL(request.url);
    if (["/api/snapshot", "/api/sync"].includes(pathname)) paths.set(requestId, pathname);
  });
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const path = paths.get(requestId);
    if (!path) return;
    const { count, bytes } = sums.get(path) ?? { count: 0, bytes: 0 };
    sums.set(path, { count: count + 1, bytes: bytes + encodedDataLength });
  });
  const asked = () => [...sums].map(([path, { count, bytes }]) => `${count} × ${path} with ${number(bytes)} bytes`).join(", ");
  const take = () => {
    const now = asked();
    sums.clear();
    return now;
  };
  return { asked, take };
}

/** Runs in the page: as if the device had read only one part in `parts` of the log; how far it really had. */
async function setBack(parts) {
  const result = (request) =>
    new Promise((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
  const database = await result(indexedDB.open("smarketing"));
  const store = database.transaction("meta", "readwrite").objectStore("meta");
  const read = JSON.parse(await result(store.get("read")));
  await result(store.put(JSON.stringify({ ...read, cursor: Math.floor(read.cursor / parts) }), "read"));
  database.close();
  return read.cursor;
}

/** MiB of memory that a process has. */
function inMemory(pid) {
  const [, kib] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  const [, most] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return `${number(kib / 1024)} (at most ${number(most / 1024)})`;
}

/** Milliseconds of CPU that a process has had; a tick is a hundredth of a second. */
function busy(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function describe({ ready, thread, served, heard }) {
  const seconds = (ms) => (ms / 1000).toFixed(1);
  const parts = `main thread busy ${seconds(thread)} s, server ${seconds(served)} s of CPU`;
  return `ready after ${seconds(ready)} s (${parts})${heard ? `; ${heard}` : ""}`;
}

if (import.meta.filename === process.argv[1]) {
  console.log(`start with ${number(DEALS)} deals and ${number(CHANGES)} changes in the log`);
  await measureStart({ deals: DEALS, changes: CHANGES, runs: Number(values.runs) });
}
