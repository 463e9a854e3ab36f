// budget.mjs DIR: fails when the first screen costs more bytes than it may.
//
// Counted: index.html and whatever it names (scripts, styles, wasm, preloads)
// and what those scripts import, each as brotli 11. Icons and the manifest are
// fetched after the first screen and are not counted. Neither is wasm that only
// a script names, nor what a link with rel="later" names: those are the chunks and
// the styles of other pages (tests/e2e/chunks.spec.ts sees that the first screen
// does without them). They are listed for information.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const LIMIT = 350_000;
const dir = process.argv[2] ?? "dist/release";
const counted = /\.(html|js|mjs|css|wasm)$/;

const found = new Set();
const later = new Set();
const visit = (name, by) => {
  const path = join(dir, name);
  if (found.has(name) || !counted.test(name) || !existsSync(path)) return;
  if (name.endsWith(".wasm") && by.endsWith(".js")) {
    later.add(name);
    return;
  }
  found.add(name);
  if (name.endsWith(".wasm")) return;
  let text = readFileSync(path, "utf8");
  text = text.replace(/<link rel="later" href="\/([^"]+)"[^>]*>/g, (_, name) => {
    later.add(name);
    return "";
  });
  for (const [, , reference] of text.matchAll(/(["'`(])((?:\.{0,2}\/)?[\w./-]+\.(?:js|mjs|css|wasm))(?=["'`)])/g)) {
    visit(normalize(reference.startsWith("/") ? `.${reference}` : join(dirname(name), reference)), name);
  }
};
visit("index.html", "");

const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
const sum = (names) => {
  let total = 0;
  for (const name of [...names].sort()) {
    const bytes = readFileSync(join(dir, name));
    const small = brotli(bytes);
    total += small;
    console.log(`${String(bytes.length).padStart(9)} raw ${String(small).padStart(8)} brotli  ${name}`);
  }
  return total;
};
const chunks = [...later].filter((name) => !found.has(name));
if (chunks.length > 0) console.log(`fetched later: ${sum(chunks)} bytes (brotli 11) in ${chunks.length} files\n`);
const total = sum(found);
if (![...found].some((name) => name.endsWith(".wasm"))) {
  console.error(`✗ ${dir}/index.html names no wasm file: nothing to measure.`);
  process.exit(1);
}
console.log(`first screen: ${total} of ${LIMIT} bytes (brotli 11)`);
if (total > LIMIT) {
  console.error(`✗ the first screen is ${total - LIMIT} bytes over its budget.`);
  process.exit(1);
}
