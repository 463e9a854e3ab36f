// bench.mjs [--runs 5] [--sizes 1000,10000]: measures the release build; `make bench` builds it first.
//
// Absolute times depend on the machine and on what else it does: compare figures
// of one run, or ratios. Runs of the sizes are interleaved, so that drift hits
// all alike; each figure is a median. Sums are checked to the cent on the way.
import { readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { expectedBoard, measureBoard } from "./board.mjs";
import { CODINGS, firstScreen } from "./bytes.mjs";
import { chromium, chromiumOptions, signIn, startServer } from "./program.mjs";
import { measureThroughput } from "./throughput.mjs";

const { values } = parseArgs({
  options: { runs: { type: "string", default: "5" }, sizes: { type: "string", default: "1000,10000" } },
});
const RUNS = Number(values.runs);
/** After this no further run begins: a slow machine gets fewer of them. */
const ENOUGH_MS = 4 * 60_000;
const SIZES = values.sizes.split(",").map(Number);

const number = (value, digits = 0) => value.toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};
const table = (rows) => {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const [head, ...rest] = rows;
  return [line(head), line(head.map((_, i) => (i ? "--:" : "---"))), ...rest.map(line)].join("\n");
};

/** What a row is called, how it is read from a run, its unit, and its decimals. */
const BOARD = [
  ["first visit: every column with its sum", (r) => r.first.usable, "ms"],
  ["first visit: nothing blocks any more", (r) => r.first.quiet, "ms"],
  ["first visit: everything kept on the device", (r) => r.first.kept, "ms"],
  ["next visit: every column with its sum", (r) => r.warm.usable, "ms"],
  ["next visit: nothing blocks any more", (r) => r.warm.quiet, "ms"],
  ["drag: first movement to the lifted card", (r) => median(r.drags.map((d) => d.preview)), "ms"],
  ["drag: worst frame", (r) => Math.max(...r.drags.map((d) => d.worst)), "ms"],
  ["drop to both sums", (r) => median(r.drags.map((d) => d.drop)), "ms"],
  ["after the drop: worst frame", (r) => Math.max(...r.drags.map((d) => d.worstAfter)), "ms"],
  ["scrolling a column: worst frame", (r) => r.scrolled.worst, "ms"],
  ["scrolling a column: frames without a card", (r) => r.scrolled.blank * 100, "%"],
  ["nodes in the page", (r) => r.weight.nodes, ""],
  ["JavaScript heap", (r) => r.weight.heap, "MiB", 1],
  ["WebAssembly memory", (r) => r.weight.wasm, "MiB", 1],
];

const began = Date.now();
const load = loadavg()[0];
const servers = [];
try {
  for (const deals of SIZES) {
    const server = await startServer({ deals });
    servers.push(server);
    const snapshot = await (await signIn(server.url, "manager")).snapshot();
    Object.assign(server, { deals, expected: expectedBoard(snapshot), runs: [] });
  }
  const kinds = await firstScreen(servers[0]);
  for (let run = 0; run < RUNS && Date.now() - began < ENOUGH_MS; run++) {
    for (const server of run % 2 ? [...servers].reverse() : servers) {
      const result = await measureBoard(server, server.expected);
      server.runs.push(result);
      const { first, warm, drags } = result;
      const drop = median(drags.map((d) => d.drop));
      console.log(
        `run ${run + 1}, ${number(server.deals)} deals: first visit ${number(first.usable)} ms, next ${number(warm.usable)} ms, ` +
          `drop ${number(drop)} ms (load ${loadavg()[0].toFixed(1)})`,
      );
    }
  }
  const throughput = await measureThroughput(servers[0]);
  await report(kinds, throughput);
} finally {
  for (const server of servers) await server.stop();
}

async function report(kinds, { batched, single, disk }) {
  const { version } = JSON.parse(readFileSync(new URL("../node_modules/@playwright/test/package.json", import.meta.url)));
  const browser = await chromium.launch(chromiumOptions());
  const chromiumVersion = browser.version();
  await browser.close();

  console.log(`
## Measured on ${new Date().toISOString().slice(0, 10)}

${cpus().length} × ${cpus()[0].model.trim()}, Chromium ${chromiumVersion} without a graphics card (driven by Playwright ${version}),
server and browser on this machine; load ${load.toFixed(1)} before and ${loadavg()[0].toFixed(1)} after. Medians of ${servers[0].runs.length} runs.
`);

  const sum = (what) => number(kinds.reduce((total, kind) => total + kind[what], 0));
  console.log(
    table([
      ["first screen, bytes", "files", "raw", "gzip", "brotli"],
      ...kinds.map((kind) => [kind.kind, kind.files, ...CODINGS.map((coding) => number(kind[coding]))]),
      ["**all**", ...["files", ...CODINGS].map((what) => `**${sum(what)}**`)],
    ]),
  );

  const [small, large] = [servers[0], servers.at(-1)];
  const rows = BOARD.map(([name, read, unit, digits]) => {
    const figures = servers.map(({ runs }) => median(runs.map(read)));
    const ratio = figures[0] > 0 ? `${number(figures.at(-1) / figures[0], 1)} ×` : "";
    return [name, ...figures.map((figure) => `${number(figure, digits)} ${unit}`.trim()), ratio];
  });
  const ratio = `${number(large.deals)} : ${number(small.deals)}`;
  console.log(`\n${table([["board with open deals", ...servers.map(({ deals }) => number(deals)), ratio], ...rows])}`);

  console.log(
    `\n${table([
      ["sync, one client", "a second"],
      ["changes accepted in batches of 100", number(batched)],
      ["changes accepted one by one", number(single)],
      ["for comparison: 4 KiB appended and synced on the same disk", number(disk)],
    ])}`,
  );
  console.log(`\nMeasured in ${number((Date.now() - began) / 1000)} s.`);
}
