// The service worker: the app starts at once, and without a network.
//
// - All files of a build are kept, by the digest of their bytes. The page itself
//   comes from here first; a new build waits until somebody asks for it.
// - Nothing under /api/ is touched, nothing that is not of a build is kept, and
//   no error is ever kept.
// - The files of the build before stay, for pages that were opened with it.
"use strict";

// The build puts its list of files here (scripts/precache.mjs).
const BUILD = self.__PRECACHE || { version: "none", files: [] };
const PREFIX = "smarketing-build-";
const OWN = PREFIX + BUILD.version;
// In each cache: the list of its files. Written last, so a cache with a list is complete.
const LIST = "/.files.json";
const PAGE = "/index.html";

self.addEventListener("install", (event) => {
  route(event);
  event.waitUntil(install());
});
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || !isOurs(url.pathname)) return;
  if (request.mode === "navigate") {
    if (!url.searchParams.has("nosw")) event.respondWith(page(request, url.pathname));
  } else {
    event.respondWith(file(request, url.pathname));
  }
});
self.addEventListener("message", (event) => {
  if (event.data && event.data.do === "skip-waiting") self.skipWaiting();
});

// Addresses of the server itself are not ours.
function isOurs(path) {
  return path !== "/sw.js" && !/^\/(api|healthz|readyz|metrics)(\/|$)/.test(path);
}

// The files whose names have a digest come straight from the cache, where a browser can
// do that: this script need not be started for them, and none waits for another. All
// others go the usual way, and so do files of the build before.
function route(event) {
  const paths = BUILD.files.map(({ url }) => url).filter((url) => /-[0-9a-f]{16}(_bg)?\.(wasm|js|css)$/.test(url));
  if (!event.addRoutes || !paths.length) return;
  const or = paths.map((pathname) => ({ urlPattern: new URLPattern({ pathname }) }));
  // Routes only save time: a browser that knows other ones goes on without.
  event.addRoutes({ condition: { or }, source: { cacheName: OWN } }).catch(() => {});
}

async function install() {
  const older = await complete();
  // Only this script has changed: the files are there.
  if (older.some(({ name }) => name === OWN)) return;
  try {
    const cache = await caches.open(OWN);
    const waiting = [...BUILD.files];
    const worker = async () => {
      for (let file = waiting.shift(); file; file = waiting.shift()) {
        await cache.put(file.url, (await copy(older, file)) || (await download(file)));
      }
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
    await cache.put(LIST, new Response(JSON.stringify(BUILD)));
  } catch (error) {
    // Half a build is of no use. The worker before stays at work.
    await caches.delete(OWN);
    throw error;
  }
}

// Caches with all their files, each with its list.
async function complete() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const found = await Promise.all(
    names.map(async (name) => {
      const cache = await caches.open(name);
      const list = await cache.match(LIST);
      return list && { name, cache, files: (await list.json()).files };
    }),
  );
  return found.filter(Boolean);
}

// What has not changed since an older build need not be downloaded.
async function copy(older, file) {
  for (const { cache, files } of older) {
    const same = files.find(({ digest }) => digest === file.digest);
    const kept = same && (await cache.match(same.url));
    if (kept) return kept;
  }
  return undefined;
}

async function download(file) {
  const response = await fetch(file.url, { cache: "no-cache", credentials: "same-origin" });
  if (response.status !== 200) throw new Error(`${file.url}: ${response.status}`);
  const bytes = await response.arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  // The server may be between two builds.
  if (!hex.startsWith(file.digest)) throw new Error(`${file.url}: not of this build`);
  // The bytes are decoded already, and a page must not come from a redirection.
  const headers = new Headers(response.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  return new Response(bytes, { status: 200, headers });
}

async function activate() {
  // Caches are listed in the order in which they were made: the last of the
  // others is the build before.
  const others = (await complete()).map(({ name }) => name).filter((name) => name !== OWN);
  const kept = new Set([OWN, others.at(-1)]);
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && !kept.has(name));
  await Promise.all(names.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function page(request, path) {
  const cache = await caches.open(OWN);
  // A file that somebody opens in a tab of its own is that file.
  const wanted = BUILD.files.some(({ url }) => url === path) ? path : PAGE;
  return (await cache.match(wanted)) || fetch(request);
}

async function file(request, path) {
  const own = await caches.open(OWN);
  const kept = (await own.match(path)) || (await older(path));
  return kept || fetch(request);
}

// A page of the build before asks for its own files.
async function older(path) {
  if (path === PAGE || path === LIST) return undefined;
  for (const { cache, files } of await complete()) {
    if (files.some(({ url }) => url === path)) return cache.match(path);
  }
  return undefined;
}
