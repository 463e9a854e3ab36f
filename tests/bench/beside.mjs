// beside.mjs BENCH [arguments of its boards.mjs]: measures this board in one run with others.
//
// BENCH is a folder with `boards.mjs`, which measures kanban boards interleaved in one
// Chromium, `adapters.mjs`, which says how each is driven, and the boards, built. It is
// copied, and this board is added to the copy.
import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const [bench, ...args] = process.argv.slice(2);
if (!bench) throw new Error("Say where the bench is: node beside.mjs FOLDER [--peers ours,sortable] [--sizes 100,1000]");
const copy = mkdtempSync(join(tmpdir(), "boards-"));
try {
  const modules = resolve(bench, "node_modules");
  cpSync(resolve(bench), copy, { recursive: true, filter: (path) => path !== modules });
  symlinkSync(modules, join(copy, "node_modules"));
  const adapter = JSON.stringify(resolve(import.meta.dirname, "adapter.mjs"));
  appendFileSync(join(copy, "adapters.mjs"), `\nadapters.ours = (await import(${adapter})).ours;\n`);
  const run = (file, more) => spawnSync(process.execPath, [file, ...more], { cwd: copy, stdio: "inherit" }).status ?? 1;
  process.exitCode = run("boards.mjs", [...args, "--out", "result.json"]) || run("table.mjs", ["result.json", "--ratio", "ours"]);
} finally {
  rmSync(copy, { recursive: true, force: true });
}
