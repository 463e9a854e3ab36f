// A server process on a database of its own.
import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
const BINARY = process.env.SMARKETING_SERVER ?? join(ROOT, "target/release/smarketing-server");

/** A new directory on the disk that builds are on: a temporary one may be memory, where syncing costs nothing. */
export function freshDirectory() {
  const parent = join(ROOT, "target/tmp");
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, "measured-"));
}

/** Starts the server and waits until it answers; `said` is what it printed. */
export async function launch(more = [], { patience = 120_000, port } = {}) {
  if (!existsSync(BINARY)) throw new Error(`There is no ${BINARY}: run \`make release\` first.`);
  const directory = freshDirectory();
  const url = `http://127.0.0.1:${port ?? (await freePort())}`;
  const args = ["--listen", new URL(url).host, "--database", `sqlite:${join(directory, "smarketing.db")}`, ...more];
  if (process.env.DIST) args.push("--dist", resolve(process.env.DIST));
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("SMARKETING_")));
  // The log goes to a file: who measures must not be busy with reading it.
  const log = join(directory, "log.txt");
  const stderr = openSync(log, "w");
  const child = spawn(BINARY, args, { cwd: directory, env, stdio: ["ignore", "pipe", stderr] });
  closeSync(stderr);
  const server = { url, directory, said: "", pid: child.pid };
  child.stdout.on("data", (chunk) => (server.said += chunk));
  const running = () => child.exitCode === null && child.signalCode === null;
  server.stop = async () => {
    if (running()) {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), 20_000);
      await ended;
      clearTimeout(late);
    }
    rmSync(directory, { recursive: true, force: true });
  };
  const until = Date.now() + patience;
  for (;;) {
    if (!running() || Date.now() > until) {
      const text = readFileSync(log, "utf8");
      await server.stop();
      throw new Error(`The server did not start:\n${text}`);
    }
    if ((await fetch(`${url}/readyz`).catch(() => null))?.ok) return server;
    await pause(50);
  }
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** A port that nobody listens on. */
export function freePort() {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}
