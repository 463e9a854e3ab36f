import { execFileSync } from "node:child_process";
import { copyFile, cp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../../..");

/**
 * Puts a build of the app into `folder` that differs from every other mark's: in
 * its page, and in the name of a file that the page needs.
 */
export async function build(folder: string, mark: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await cp(join(ROOT, "dist/release"), folder, { recursive: true });
  const files = await readdir(folder);
  await Promise.all(files.filter((name) => /\.(br|gz)$/.test(name)).map((name) => rm(join(folder, name))));
  const style = files.find((name) => /^first-[^.]*\.css$/.test(name));
  if (!style) throw new Error("the build has no first-….css");
  await rename(join(folder, style), join(folder, `first-${mark}.css`));
  const page = join(folder, "index.html");
  const text = await readFile(page, "utf8");
  await writeFile(page, text.replace(style, `first-${mark}.css`).replace("<head>", `<head><meta name="build" content="${mark}" />`));
  await copyFile(join(ROOT, "public/sw.js"), join(folder, "sw.js"));
  const env = { ...process.env, TRUNK_STAGING_DIR: folder, CHUNKS: "" };
  execFileSync(process.execPath, [join(ROOT, "scripts/precache.mjs")], { env });
}
