// Called by trunk in place of wasm-bindgen, with its arguments. Takes lazy pages
// out of the program, each a chunk of its own, and gives the rest to wasm-bindgen.
//
// CHUNKS: the directory where the finished chunks are left for precache.mjs.
// What loads them becomes a part of wasm-bindgen's script: as a file of its own
// it would be one more round trip before the first screen.
import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const dir = import.meta.dirname;
const PATH = process.env.PATH.split(delimiter).filter((part) => part !== dir).join(delimiter);
const run = (command, args) =>
  execFileSync(command, args, { stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, PATH } });

const args = process.argv.slice(2);
const input = args.find((arg) => arg.endsWith(".wasm"));
if (!input) {
  run("wasm-bindgen", args);
  process.exit();
}
const option = (name) => args.find((arg) => arg.startsWith(`--${name}=`)).slice(name.length + 3);

const chunks = process.env.CHUNKS;
const parts = `${chunks}.parts`;
for (const place of [chunks, parts]) {
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
}
run("wasm-split-cli", [input, parts]);

// Pages that people begin their day with, and their chunks.
const AHEAD = { "/board": "board" };

// Whoever wants to change the database, or delete it, before the program has taken it is
// not kept waiting. Where there is none yet, none is made: that is the program's to do.
const opened = `
globalThis.openedAhead = new Promise((done) => {
    const request = indexedDB.open("smarketing");
    request.onupgradeneeded = () => request.transaction.abort();
    request.onerror = (event) => {
        event.preventDefault();
        done();
    };
    request.onsuccess = () => {
        const database = request.result;
        database.onversionchange = () => {
            database.close();
            delete globalThis.openedAhead;
        };
        done(database);
    };
}).catch(() => {});
`;

// Of such a page the chunks are asked for while the program itself is still being compiled:
// it would ask for them only once it runs. And so is the device's database opened, where
// there is one, for the program to take over (src/sync/ahead.rs).
function ahead(text) {
  const fetched = /fetch\(new URL\("\.\/([\w-]+\.wasm)", import\.meta\.url\)\)/g;
  // Above each shared chunk stands which pages share it.
  const shared = [...text.matchAll(/\/\* ([\w, ]+) \*\/\s*const \w+ = [^"]*"\.\/([\w-]+\.wasm)"/g)];
  const files = (page) => [
    ...shared.filter(([, pages]) => pages.split(", ").includes(page)).map(([, , file]) => file),
    ...[...text.matchAll(fetched)].map(([, file]) => file).filter((file) => file.startsWith(`split_${page}-`)),
  ];
  const wanted = Object.fromEntries(Object.entries(AHEAD).map(([path, page]) => [path, files(page)]));
  if (Object.values(wanted).some((list) => !list.length)) throw new Error("a page has no chunk to ask for ahead");
  const prelude = `
const asked = new Map();
const ask = (name) => {
    const program = WebAssembly.compileStreaming(fetch(new URL(name, import.meta.url)));
    program.catch(() => {});
    return program;
};
// Once: what failed is asked for anew.
const answer = (name) => {
    const program = asked.get(name) ?? ask(name);
    asked.delete(name);
    return program;
};
for (const name of ${JSON.stringify(wanted)}[location.pathname] ?? []) asked.set(name, ask(name));
${opened}`;
  // Its loader would have each chunk compiled only once those that it needs are there.
  const joined = /WebAssembly\.instantiateStreaming\(src, imports\)/g;
  if (text.match(joined)?.length !== text.match(fetched).length) throw new Error("the loader of the chunks is another one now");
  return prelude + text.replace(fetched, (_, file) => `answer("${file}")`).replace(joined, "WebAssembly.instantiate(await src, imports)");
}

// Makes a chunk small and leaves it under a name with a digest, which may be kept
// for ever. As trunk does with the program (index.html). Functions that look alike have
// names that look alike: side by side they compress better. wasm-opt's warnings about
// a kind of names that it does not know are kept back; a failure prints them.
async function finish(name) {
  const small = join(parts, `${name}.small`);
  const options = ["-Oz", "--reorder-functions-by-name", join(parts, name), "-o", small];
  await promisify(execFile)("wasm-opt", options, { env: { ...process.env, PATH } });
  const bytes = readFileSync(small);
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  const final = `${name.slice(0, -".wasm".length)}-${digest}.wasm`;
  writeFileSync(join(chunks, final), bytes);
  return [`"./${name}"`, `"./${final}"`];
}

const waiting = readdirSync(parts).filter((n) => n.endsWith(".wasm") && n !== "main.wasm");
const renamed = [];
const work = async () => {
  while (waiting.length) renamed.push(await finish(waiting.pop()));
};
await Promise.all(Array.from({ length: availableParallelism() }, work));
const loader = renamed.reduce((text, [from, to]) => text.replaceAll(from, to), readFileSync(join(parts, "__wasm_split.js"), "utf8"));

run("wasm-bindgen", [...args.filter((arg) => arg !== input), "--keep-lld-exports", join(parts, "main.wasm")]);

const script = join(option("out-dir"), `${option("out-name")}.js`);
const names = [...loader.matchAll(/^export const (\w+)/gm)].map(([, name]) => name);
const body = ahead(loader).replace(/^import .*$/m, "").replace(/^export const/gm, "const");
const source = readFileSync(script, "utf8");
const wanted = /^import \* as (\w+) from ["']\.\/__wasm_split\.js["'];?\n/gm;
const places = [...source.matchAll(wanted)].map(([, name]) => name);
if (names.length === 0 || places.length === 0) throw new Error("the program has no lazy pages: nothing was split");
const [first, ...others] = places;
writeFileSync(
  script,
  source.replace(wanted, "") +
    `\nconst ${first} = (() => {\n${body}\nreturn { ${names.join(", ")} };\n})();\n` +
    others.map((name) => `const ${name} = ${first};\n`).join(""),
);
// trunk's own minifier breaks some of wasm-bindgen's script. Its warnings are about
// that script, too (a name that stands twice in a list).
run("esbuild", [script, "--minify", "--format=esm", "--log-level=error", "--allow-overwrite", `--outfile=${script}`]);
