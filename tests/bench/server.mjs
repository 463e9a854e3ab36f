// server.mjs [--runs 5] [--only batches]: what the release server does in a second; `make bench-server` builds it first.
//
// Writes move one of 1,000 deals to another stage, each change synced to the disk before its answer; reads fetch the
// snapshot. Every run has a fresh database, for each move makes a deal's history longer. PEERS names a folder with
// `fastify-sqlite.mjs` (its packages installed) and the `dataset.mjs` beside that folder: then the same is asked of
// Fastify with better-sqlite3, in turn. The requests go over plain sockets (wire.mjs): an HTTP library here would take
// more time than the server.
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { Fastify } from "./fastify.mjs";
import { Ours } from "./ours.mjs";
import { syncedAppends } from "./disk.mjs";

const { values } = parseArgs({ options: { runs: { type: "string", default: "5" }, only: { type: "string", default: "" } } });
const RUNS = Number(values.runs);
const BATCH = 100;

/** What is measured: requests, connections, changes in a request; `what` is asked of the server. */
const WORK = [
  { name: "1,000 deals, 4 connections", what: "read", requests: 300, connections: 4, size: 1 },
  { name: "changes, 1 connection", what: "write", requests: 1000, connections: 1, size: 1 },
  { name: "changes, 8 connections", what: "write", requests: 2000, connections: 8, size: 1 },
  { name: `changes in batches of ${BATCH}, 1 connection`, what: "write", requests: 50, connections: 1, size: BATCH },
].filter(({ name }) => name.includes(values.only));

/** Changes until SQLite's log is as long as it gets, and what is compiled as it runs has been. */
const GROWING = { what: "write", requests: 5000, connections: 1, size: 1 };

/** Requests on some connections, each the next when it was answered; answers operations a second up to the last answer. */
async function shoot(server, { what, requests, connections, size }) {
  const lines = await Promise.all(Array.from({ length: connections }, () => server.line()));
  const waits = [];
  let left = requests;
  const began = performance.now();
  await Promise.all(
    lines.map(async (line) => {
      while (left-- > 0) {
        const asked = performance.now();
        await line[what](size);
        waits.push(performance.now() - asked);
      }
    }),
  );
  const rate = (requests * size * 1000) / (performance.now() - began);
  lines.forEach((line) => line.close());
  waits.sort((a, b) => a - b);
  return { rate, half: waits[waits.length >> 1], most: waits[Math.floor(waits.length * 0.99)] };
}

const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};
const round = (value) => Math.round(value).toLocaleString("en-GB");

const kinds = process.env.PEERS ? [Ours, Fastify] : [Ours];
const samples = new Map();
const note = (key, value) => samples.set(key, [...(samples.get(key) ?? []), value]);
const load = loadavg()[0];
for (let run = 0; run < RUNS; run++) {
  const order = run % 2 ? [...kinds].reverse() : kinds;
  const servers = [];
  try {
    for (const Kind of order) servers.push(await Kind.start());
    note("disk", syncedAppends(servers[0].directory));
    // SQLite's log grows at first, which takes the disk longer than writing it anew; and a
    // server in JavaScript gets faster for some thousands of requests.
    for (const server of servers) await shoot(server, GROWING);
    for (const work of WORK) {
      for (const server of servers) {
        if (work.size > 1 && !server.batches) continue;
        await shoot(server, { ...work, requests: Math.ceil(work.requests / 5) });
        const { rate, half, most } = await shoot(server, work);
        note(`${server.name}: ${work.name}`, rate);
        console.log(`run ${run + 1}, ${server.name}: ${work.name}: ${round(rate)} a second, half within ${half.toFixed(2)} ms, 99 % within ${most.toFixed(2)} ms`);
      }
    }
  } finally {
    for (const server of servers) await server.stop();
  }
}

console.log(`
${cpus().length} × ${cpus()[0].model.trim()}; load ${load.toFixed(1)} before and ${loadavg()[0].toFixed(1)} after; medians of ${RUNS} runs;
the disk syncs ${round(median(samples.get("disk")))} appends of 4 KiB a second.
`);
const rows = WORK.map((work) => {
  const [ours, peer] = kinds.map(({ title }) => samples.get(`${title}: ${work.name}`));
  // A peer without batches answers one change a request.
  const single = samples.get(`${Fastify.title}: ${WORK.find((w) => w.what === work.what && w.connections === work.connections)?.name}`);
  const theirs = peer ?? single;
  const ratio = theirs && median(ours.map((rate, run) => rate / theirs[run]));
  return [work.name, round(median(ours)), ...(theirs ? [round(median(theirs)), `${ratio.toFixed(2)} ×`] : [])];
});
const head = ["a second", ...kinds.map(({ title }) => title), ...(kinds.length > 1 ? ["ratio in a run"] : [])];
for (const cells of [head, head.map((_, i) => (i ? "--:" : "---")), ...rows]) console.log(`| ${cells.join(" | ")} |`);
