// The built program: a server process on a database of its own, and a Chromium to look at it.
import { chromium } from "@playwright/test";
import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
const BINARY = process.env.SMARKETING_SERVER ?? join(ROOT, "target/release/smarketing-server");

/** The demo's sign-ins. */
export const PASSWORD = "demo-demo-demo";

/** A new directory on the disk that builds are on: a temporary one may be memory, where syncing costs nothing. */
export function freshDirectory() {
  const parent = join(ROOT, "target/tmp");
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, "measured-"));
}

/** Starts the server with the demo workspace; `deals` open deals on the board when given. */
export async function startServer({ deals } = {}) {
  if (!existsSync(BINARY)) throw new Error(`There is no ${BINARY}: run \`make release\` first.`);
  const directory = freshDirectory();
  const url = `http://127.0.0.1:${await freePort()}`;
  const args = ["--listen", new URL(url).host, "--database", `sqlite:${join(directory, "smarketing.db")}`, "--demo"];
  if (deals) args.push("--demo-deals", String(deals));
  if (process.env.DIST) args.push("--dist", resolve(process.env.DIST));
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("SMARKETING_")));
  const child = spawn(BINARY, args, { cwd: directory, env, stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  child.stderr.on("data", (chunk) => (log += chunk));
  const running = () => child.exitCode === null && child.signalCode === null;
  const stop = async () => {
    if (running()) {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), 20_000);
      await ended;
      clearTimeout(late);
    }
    rmSync(directory, { recursive: true, force: true });
  };
  const until = Date.now() + 120_000;
  for (;;) {
    if (!running() || Date.now() > until) {
      await stop();
      throw new Error(`The server did not start:\n${log}`);
    }
    if ((await fetch(`${url}/readyz`).catch(() => null))?.ok) return { url, directory, stop };
    await pause(50);
  }
}

/** A member of the demo who is signed in over HTTP, as a program is. */
export async function signIn(url, who) {
  const response = await fetch(`${url}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: `${who}@demo.local`, password: PASSWORD }),
  });
  if (!response.ok) throw new Error(`Signing in was refused: ${response.status}`);
  const cookie = response.headers.get("set-cookie").split(";")[0];
  const call = async (path, body) => {
    const method = body === undefined ? "GET" : "POST";
    const headers = { cookie, "content-type": "application/json" };
    const answer = await fetch(`${url}${path}`, { method, headers, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return { call, snapshot: () => call("/api/snapshot") };
}

/** Signs the pages of a browser context in. */
export async function signInContext(context, url, who) {
  const data = { email: `${who}@demo.local`, password: PASSWORD };
  const response = await context.request.post(`${url}/api/session`, { data });
  if (!response.ok()) throw new Error(`Signing in was refused: ${response.status()}`);
}

/** Launch options for a Chromium that works as root and in a container ($CHROMIUM, or found on PATH). */
export function chromiumOptions() {
  return {
    executablePath: process.env.CHROMIUM ?? find(["chromium", "chromium-browser"]),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-dev-shm-usage",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  };
}

export { chromium };

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

function find(names) {
  for (const directory of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of names) {
      const path = join(directory, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not here.
      }
    }
  }
  throw new Error("There is no Chromium on PATH: run `make setup-tests`, or set CHROMIUM.");
}

function freePort() {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}
