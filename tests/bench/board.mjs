// The board with many deals: until it can be used, while it is dragged and scrolled, what it weighs.
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { chromium, chromiumOptions, pause, signInContext } from "./program.mjs";
import { probe } from "./probe.mjs";

const VIEWPORT = { width: 1440, height: 900 };
/** From which column to which; all three are among the longest. */
const DRAGS = [[1, 2], [2, 3], [1, 3]];
const MIB = 2 ** 20;

/** What the board must show, from a snapshot of the server: its columns, and what each deal is worth. */
export function expectedBoard({ entities }) {
  const alive = (entity) => !entity.meta.presence?.gone;
  const shown = entities.filter((e) => e.entity === "stage" && alive(e) && !["impressions", "visits"].includes(e.role));
  const columns = shown.sort((a, b) => (a.rank < b.rank ? -1 : 1)).map(({ id }) => ({ stage: id, count: 0, minor: 0 }));
  const byStage = new Map(columns.map((column) => [column.stage, column]));
  const worth = new Map();
  for (const deal of entities.filter((e) => e.entity === "deal" && alive(e))) {
    const minor = deal.worth?.once?.minor ?? 0;
    worth.set(deal.id, minor);
    const column = byStage.get(deal.place.stage);
    column.count += 1;
    column.minor += minor;
  }
  return { columns, worth };
}

/** One run with a fresh profile: the first visit, then a start of the browser on what the device has kept. */
export async function measureBoard(server, expected) {
  const profile = mkdtempSync(join(server.directory, "profile-"));
  try {
    const first = await withPage(profile, server, expected, async ({ page }) => {
      const times = await open(page, `${server.url}/board`);
      const kept = await page.evaluate(keptOnDevice);
      await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => true));
      return { ...times, kept };
    });
    return await withPage(profile, server, expected, async ({ page, cdp }) => {
      const warm = await open(page, `${server.url}/board`);
      const weight = await weigh(page, cdp);
      const scrolled = await scroll(page, cdp, expected.columns[1].stage);
      const drags = [];
      for (const [from, to] of DRAGS) drags.push(await drag(page, cdp, expected, from, to));
      await synced(page);
      return { first, warm, weight, scrolled, drags };
    });
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
}

async function withPage(profile, server, expected, measure) {
  const context = await chromium.launchPersistentContext(profile, { ...chromiumOptions(), viewport: VIEWPORT, locale: "en-GB" });
  try {
    await signInContext(context, server.url, "manager");
    await context.addInitScript(probe, expected.columns);
    const page = context.pages()[0];
    return await measure({ page, cdp: await context.newCDPSession(page) });
  } finally {
    await context.close();
  }
}

async function open(page, url) {
  await page.goto(url, { waitUntil: "commit" });
  const times = await page.evaluate(async () => {
    const usable = await window.__bench.usable;
    return { usable, quiet: await window.__bench.quiet(usable) };
  });
  await synced(page);
  return times;
}

async function synced(page) {
  await page.locator('body[data-sync="synced"][data-outbox="0"]').waitFor({ state: "attached", timeout: 60_000 });
}

/** Runs in the page: when the device has kept the records; how far they have been read is written with them. */
export async function keptOnDevice() {
  const result = (request) =>
    new Promise((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
  const database = await result(indexedDB.open("smarketing"));
  for (;;) {
    // Waits for writes that have begun before.
    if (await result(database.transaction("meta").objectStore("meta").get("read"))) break;
    await new Promise((done) => setTimeout(done, 50));
  }
  database.close();
  return performance.now();
}

/** After a garbage collection. */
async function weigh(page, cdp) {
  await cdp.send("Performance.enable");
  await cdp.send("HeapProfiler.collectGarbage");
  const { metrics } = await cdp.send("Performance.getMetrics");
  const metric = (name) => metrics.find((m) => m.name === name).value;
  return {
    nodes: metric("Nodes"),
    heap: metric("JSHeapUsedSize") / MIB,
    wasm: (await page.evaluate(() => window.__bench.wasmBytes())) / MIB,
  };
}

/** 60 steps of the wheel down a column; `blank`: the share of frames with no card in the middle of the column. */
async function scroll(page, cdp, stage) {
  const at = await page.evaluate((stage) => {
    const list = document.querySelector(`[data-stage="${stage}"] [data-stage-scroll]`);
    const box = list.getBoundingClientRect();
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const seen = (window.__bench.seen = { frames: 0, blank: 0 });
    const hasCard = (y) => document.elementFromPoint(middle.x, y)?.closest("[data-deal]");
    window.__bench.until(() => {
      seen.frames += 1;
      // Between two cards there is a gap.
      if (!hasCard(middle.y) && !hasCard(middle.y + 12)) seen.blank += 1;
      return seen.done;
    });
    return { ...middle, from: performance.now() };
  }, stage);
  for (let step = 0; step < 60; step++) {
    await cdp.send("Input.dispatchMouseEvent", { type: "mouseWheel", x: at.x, y: at.y, deltaX: 0, deltaY: 240 });
    await pause(8);
  }
  const result = await page.evaluate(({ from }) => {
    const { seen, worstFrame } = window.__bench;
    seen.done = true;
    return { worst: worstFrame(from, performance.now()), blank: seen.blank / seen.frames };
  }, at);
  await pause(500); // the wheel's smooth scrolling ends
  const pixels = await page.evaluate((stage) => {
    const list = document.querySelector(`[data-stage="${stage}"] [data-stage-scroll]`);
    const pixels = list.scrollTop;
    list.scrollTop = 0;
    return pixels;
  }, stage);
  if (pixels < 500) throw new Error(`The column was scrolled by ${pixels} px only.`);
  await pause(300);
  return result;
}

/** Drags a card with the mouse onto the second card of another column; both sums must change by exactly its value. */
async function drag(page, cdp, { columns, worth }, fromIndex, toIndex) {
  const [from, to] = [columns[fromIndex], columns[toIndex]];
  const { start, end } = await aim(page, from.stage, to.stage, worth);
  const value = worth.get(start.deal);

  const mouse = (type, { x, y }, more) => cdp.send("Input.dispatchMouseEvent", { type, x, y, ...more });
  const pressed = { button: "left", buttons: 1, clickCount: 1 };
  await mouse("mouseMoved", start);
  await pause(100);
  await page.evaluate(([from, to]) => {
    const { until, total, forgetInput } = window.__bench;
    const before = { from: total(from), to: total(to) };
    const changed = () => total(from).minor !== before.from.minor && total(to).minor !== before.to.minor;
    forgetInput();
    window.__bench.shown = until(() => document.querySelector("[data-dragging]"));
    window.__bench.drop = () => (window.__bench.dropped = until(changed));
  }, [from.stage, to.stage]);
  await mouse("mousePressed", start, pressed);
  await pause(60);
  const lifted = { x: start.x + 12, y: start.y + 4 };
  await mouse("mouseMoved", lifted, pressed);
  await page.evaluate(() => window.__bench.shown);
  for (let step = 1; step <= 30; step++) {
    const along = (axis) => lifted[axis] + ((end[axis] - lifted[axis]) * step) / 30;
    await mouse("mouseMoved", { x: along("x"), y: along("y") }, pressed);
    await pause(16);
  }
  await pause(200);
  await page.evaluate(() => void window.__bench.drop());
  await mouse("mouseReleased", end, { ...pressed, buttons: 0 });
  const result = await page.evaluate(async () => {
    const { shown, dropped, quiet, input, worstFrame } = window.__bench;
    const [seen, changed] = [await shown, await dropped];
    const { pointermove: moved, pointerup: released } = input();
    const still = await quiet(changed);
    return {
      preview: seen - moved,
      drop: changed - released,
      worst: worstFrame(moved, released),
      worstAfter: worstFrame(released, Math.max(still, released + 300)),
    };
  });
  await must(page, from.stage, { count: from.count - 1, minor: from.minor - value });
  await must(page, to.stage, { count: to.count + 1, minor: to.minor + value });
  // The next drag, and the next run, find the board as it was.
  await page.keyboard.press("Control+z");
  await must(page, from.stage, from);
  await must(page, to.stage, to);
  return result;
}

/** A card with a value in sight of one column, and the second card of the other: where their middles are. */
async function aim(page, from, to, worth) {
  for (let patience = 50; patience > 0; patience--) {
    const { cards, end } = await page.evaluate(([from, to]) => {
      const inSight = (stage) => {
        const box = document.querySelector(`[data-stage="${stage}"] [data-stage-scroll]`).getBoundingClientRect();
        const middle = (card) => {
          const { x, y, width, height } = card.getBoundingClientRect();
          return { deal: card.dataset.deal, x: x + width / 2, y: y + height / 2 };
        };
        const cards = [...document.querySelectorAll(`[data-stage="${stage}"] [data-deal]`)].map(middle);
        return cards.filter(({ y }) => y > box.top && y < box.bottom).sort((a, b) => a.y - b.y);
      };
      return { cards: inSight(from), end: inSight(to)[1] };
    }, [from, to]);
    const start = cards.find(({ deal }) => worth.get(deal) > 0);
    if (start && end) return { start, end };
    await pause(100);
  }
  throw new Error("There is no card with a value to drag, or none to drop it on.");
}

/** Waits until a column shows exactly this. */
async function must(page, stage, { count, minor }) {
  const total = page.locator(`[data-stage="${stage}"] [data-stage-total][data-count="${count}"][data-minor="${minor}"]`);
  await total.waitFor({ state: "attached", timeout: 10_000 });
}
