// A trunk hook (post_build): writes the list of files that the app needs offline,
// and puts a release's chunks (scripts/split) among them. One hook for both:
// trunk runs hooks side by side.
//
// Each file stands in the list with a digest of its bytes, because trunk takes
// the hash in a file's name before wasm-bindgen and wasm-opt have run: the same
// name can come with other bytes. The list goes into `precache.json`, and into
// `sw.js` in place of `self.__PRECACHE`, so that a new build is a new worker.
import { createHash } from "node:crypto";
import { cpSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

const dir = process.env.TRUNK_STAGING_DIR;
if (!dir) throw new Error("TRUNK_STAGING_DIR is not set: this script is a trunk hook");

if (process.env.CHUNKS) cpSync(process.env.CHUNKS, dir, { recursive: true });
// The worker's program (scripts/build-web.sh); without it the page computes in slices.
if (process.env.WORKER) cpSync(process.env.WORKER, dir, { recursive: true });

const digest = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

// In a release the style sheets are two files: that of the first screen, and that of lazy
// pages, which comes with their chunks (`src/app/later.rs` turns its link into a style
// sheet). Each file more costs a start a few milliseconds.
if (process.env.CHUNKS) {
  const page = join(dir, "index.html");
  let text = readFileSync(page, "utf8");
  for (const [rel, name, isTheirs] of [
    ["stylesheet", "first", (link) => !link.includes("data-later")],
    ["later", "later", (link) => link.includes("data-later")],
  ]) {
    const links = (text.match(/ *<link rel="stylesheet"[^>]*>\n/g) ?? []).filter(isTheirs);
    const files = links.map((link) => join(dir, link.match(/href="\/([^"]+)"/)[1]));
    const sheet = Buffer.concat(files.flatMap((file) => [readFileSync(file), Buffer.from("\n")]));
    files.forEach((file) => rmSync(file));
    const url = `${name}-${digest(sheet)}.css`;
    writeFileSync(join(dir, url), sheet);
    const integrity = createHash("sha384").update(sheet).digest("base64");
    text = text.replace(links[0], `    <link rel="${rel}" href="/${url}" integrity="sha384-${integrity}"/>\n`);
    links.slice(1).forEach((link) => (text = text.replace(link, "")));
  }
  writeFileSync(page, text);
}

// The worker itself must not be kept by the worker.
const left_out = new Set(["sw.js", "precache.json"]);

const files = readdirSync(dir, { recursive: true })
  .map((name) => join(dir, name))
  .filter((path) => statSync(path).isFile())
  .map((path) => ({ path, url: relative(dir, path).split(sep).join("/") }))
  .filter(({ url }) => !left_out.has(url))
  .sort((a, b) => (a.url < b.url ? -1 : 1))
  .map(({ path, url }) => {
    const bytes = readFileSync(path);
    return { url: `/${url}`, digest: digest(bytes), bytes: bytes.length };
  });

const list = { version: digest(JSON.stringify(files)), files };
writeFileSync(join(dir, "precache.json"), JSON.stringify(list));

const worker = join(dir, "sw.js");
try {
  const source = readFileSync(worker, "utf8");
  writeFileSync(worker, source.replaceAll("self.__PRECACHE", JSON.stringify(list)));
} catch (error) {
  if (error.code !== "ENOENT") throw error;
}
