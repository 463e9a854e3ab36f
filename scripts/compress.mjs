// compress.mjs DIR: writes NAME.br and NAME.gz beside each file that gets smaller.
// The server sends these siblings as they are; it compresses nothing itself.
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dir = process.argv[2];
const texts = /\.(html|js|mjs|css|json|webmanifest|svg|wasm|txt|ico|ttf)$/;

const names = readdirSync(dir, { recursive: true });
for (const name of names.filter((n) => /\.(br|gz)$/.test(n))) rmSync(join(dir, name));

let before = 0;
let after = 0;
for (const name of names.filter((n) => texts.test(n))) {
  const path = join(dir, name);
  if (!statSync(path).isFile()) continue;
  const bytes = readFileSync(path);
  const br = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 22,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  const gz = gzipSync(bytes, { level: 9 });
  if (br.length < bytes.length) writeFileSync(`${path}.br`, br);
  if (gz.length < bytes.length) writeFileSync(`${path}.gz`, gz);
  before += bytes.length;
  after += Math.min(br.length, bytes.length);
}
console.log(`» compressed ${before} bytes to ${after} (brotli)`);
