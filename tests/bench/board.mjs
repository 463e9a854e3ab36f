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
      await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => true));
      return times;
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
  }, [from.stage, to.stage]);
  const start = cards.find(({ deal }) => worth.get(deal) > 0);
  if (!start || !end) throw new Error("There is no card with a value to drag, or none to drop it on.");
  const value = worth.get(start.deal);

  const mouse = (type, { x, y }) =>
    cdp.send("Input.dispatchMouseEvent", { type, x, y, button: "left", buttons: type === "mouseReleased" ? 0 : 1, clickCount: 1 });
  await cdp.send("Input.dispatchMouseEvent", { type: "mouseMoved", x: start.x, y: start.y });
  await pause(100);
  await page.evaluate(([from, to]) => {
    const { until, total, forgetInput } = window.__bench;
    const before = { from: total(from), to: total(to) };
    const changed = () => total(from).minor !== before.from.minor && total(to).minor !== before.to.minor;
    forgetInput();
    window.__bench.shown = until(() => document.querySelector("[data-dragging]"));
    window.__bench.drop = () => (window.__bench.dropped = until(changed));
  }, [from.stage, to.stage]);
  await mouse("mousePressed", start);
  await pause(60);
  const lifted = { x: start.x + 12, y: start.y + 4 };
  await mouse("mouseMoved", lifted);
  await page.evaluate(() => window.__bench.shown);
  for (let step = 1; step <= 30; step++) {
    await mouse("mouseMoved", { x: lifted.x + ((end.x - lifted.x) * step) / 30, y: lifted.y + ((end.y - lifted.y) * step) / 30 });
    await pause(16);
  }
  await pause(200);
  await page.evaluate(() => void window.__bench.drop());
  await mouse("mouseReleased", end);
  const result = await page.evaluate(async ([from, to]) => {
    const { shown, dropped, quiet, input, worstFrame, total } = window.__bench;
    const [seen, changed] = [await shown, await dropped];
    const { pointermove: moved, pointerup: released } = input();
    const still = await quiet(changed);
    return {
      preview: seen - moved,
      drop: changed - released,
      worst: worstFrame(moved, released),
      worstAfter: worstFrame(released, Math.max(still, released + 300)),
      totals: [total(from), total(to)],
    };
  }, [from.stage, to.stage]);

  from.count -= 1;
  from.minor -= value;
  to.count += 1;
  to.minor += value;
  [from, to].forEach(({ count, minor }, i) => {
    const shown = result.totals[i];
    if (shown.count !== count || shown.minor !== minor) {
      throw new Error(`The column shows ${shown.count} deals and ${shown.minor}, and must show ${count} and ${minor}.`);
    }
  });
  return result;
}
