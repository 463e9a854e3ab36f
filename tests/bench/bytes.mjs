// The first screen: every page, script, style and program that it loads, as the server sends them.
import { get } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { extname, join } from "node:path";
import { chromium, chromiumOptions, signInContext } from "./program.mjs";

/** The codings in which files are sent. */
export const CODINGS = ["identity", "gzip", "br"];

/** The files of `/` for somebody who is signed in: for each kind of file its bytes in each coding. */
export async function firstScreen(server) {
  const kinds = {};
  for (const path of await loaded(server)) {
    const kind = extname(path).slice(1) || "html";
    kinds[kind] ??= { kind, files: 0, identity: 0, gzip: 0, br: 0 };
    kinds[kind].files += 1;
    for (const coding of CODINGS) kinds[kind][coding] += await size(`${server.url}${path}`, coding);
  }
  return Object.values(kinds).sort((a, b) => b.br - a.br);
}

async function loaded({ url, directory }) {
  const profile = mkdtempSync(join(directory, "profile-"));
  const context = await chromium.launchPersistentContext(profile, chromiumOptions());
  try {
    await signInContext(context, url, "manager");
    const page = context.pages()[0];
    await page.addInitScript(noteReady);
    await page.goto(url);
    await page.locator('body[data-ready="true"]').waitFor({ state: "attached", timeout: 60_000 });
    // What is asked for once the first screen can be used belongs to other pages.
    const names = await page.evaluate(() => {
      const entries = performance.getEntriesByType("resource");
      return entries.filter((entry) => entry.startTime < window.readyAt).map((entry) => entry.name);
    });
    const paths = names.map((name) => new URL(name)).filter(({ origin }) => origin === url).map(({ pathname }) => pathname);
    if (!paths.some((path) => path.endsWith(".wasm"))) throw new Error("The first screen loads no program.");
    return [...new Set(["/", ...paths.filter((path) => !path.startsWith("/api/"))])];
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** Runs in the page: notes when the first screen could be used. */
function noteReady() {
  new MutationObserver((_, observer) => {
    if (document.body?.dataset.ready !== "true") return;
    window.readyAt = performance.now();
    observer.disconnect();
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-ready"] });
}

/** The bytes of a file's body on the wire. */
function size(url, coding) {
  return new Promise((done, failed) => {
    get(url, { headers: { "accept-encoding": coding } }, (response) => {
      let bytes = 0;
      if (response.statusCode !== 200) failed(new Error(`${url}: ${response.statusCode}`));
      response.on("data", (chunk) => (bytes += chunk.length));
      response.on("end", () => done(bytes));
      response.on("error", failed);
    }).on("error", failed);
  });
}
