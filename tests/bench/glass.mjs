// glass.mjs [--deals 4400] [--entries 19] [--moves 20]: what the first screen costs when a colleague moves a card.
//
// The screen lies open; cards are moved over HTTP, one after another. For each: how long the
// page's one thread ran because of it (taking the record in, every number of the hourglass
// anew, drawing), and the longest animation frame (the browser tells those of 50 ms and more).
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { chromium, chromiumOptions, pause, signInContext, startServer } from "./program.mjs";
import { Client } from "./throughput.mjs";

const { values } = parseArgs({
  options: {
    // With the demo's own deals: 10,000, and 100,000 entries of their paths.
    deals: { type: "string", default: "4400" },
    entries: { type: "string", default: "19" },
    moves: { type: "string", default: "20" },
  },
});

const server = await startServer({});
const browser = await chromium.launch(chromiumOptions());
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await signInContext(context, server.url, "manager");
  const colleague = await Client.start(server.url);
  await colleague.makes(Number(values.deals), Number(values.entries));
  const { entities } = await colleague.member.snapshot();
  const deals = entities.filter(({ entity }) => entity === "deal");
  const entries = deals.reduce((sum, { entries = [] }) => sum + entries.length, 0);
  const page = await context.newPage();
  await page.goto(server.url);
  await page.locator("body[data-ready=true][data-sync=synced]").waitFor({ timeout: 60_000 });
  // Chunks come, and everything is kept on the device.
  await pause(10_000);
  const cdp = await context.newCDPSession(page);
  await cdp.send("Performance.enable");
  const busy = async () => {
    const { metrics } = await cdp.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  };
  await page.evaluate(() => {
    window.frames_ = [];
    const note = (list) => list.getEntries().forEach((entry) => window.frames_.push(entry.duration));
    new PerformanceObserver(note).observe({ type: "long-animation-frame" });
  });
  const shown = () => page.locator(".hourglass").innerText();
  const before = await shown();
  const idle = await cost(busy, async () => {});
  const costs = [];
  for (let move = 0; move < Number(values.moves); move++) {
    costs.push((await cost(busy, () => colleague.moves(1))) - idle);
  }
  if ((await shown()) === before) throw new Error("The hourglass has not followed the moves.");
  const long = await page.evaluate(() => window.frames_);
  costs.sort((a, b) => a - b);
  const ms = (value) => `${value.toFixed(1)} ms`;
  console.log(`first screen with ${deals.length} deals and ${entries} entries of their paths, ${cpus().length} × ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}`);
  console.log(`a colleague moves a card: ${ms(costs[costs.length >> 1])} of the page's thread in the median of ${costs.length}, ${ms(costs.at(-1))} at most`);
  console.log(long.length ? `frames of 50 ms and more: ${long.length}, the longest ${ms(Math.max(...long))}` : "no frame of 50 ms or more");
} finally {
  await browser.close();
  await server.stop();
}

/** Milliseconds of the page's thread within the next 1.5 seconds. */
async function cost(busy, act) {
  const before = await busy();
  await act();
  await pause(1_500);
  return (await busy()) - before;
}
