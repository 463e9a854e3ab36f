// The peer: Fastify with better-sqlite3, each commit synced, from the folder that PEERS names.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { freePort, freshDirectory, pause } from "./process.mjs";
import { Wire } from "./wire.mjs";

export class Fastify {
  static title = "Fastify + better-sqlite3";
  name = Fastify.title;
  batches = false;
  count = 0;

  static async start() {
    const folder = resolve(process.env.PEERS);
    const { deals, STAGES } = await import(pathToFileURL(join(folder, "../dataset.mjs")));
    const directory = freshDirectory();
    const port = await freePort();
    const env = { ...process.env, NODE_ENV: "production", DATA: join(directory, "deals.db"), PORT: String(port), SYNC: "FULL" };
    const child = spawn(process.execPath, ["fastify-sqlite.mjs"], { cwd: folder, env, stdio: ["ignore", "ignore", "inherit"] });
    const url = `http://127.0.0.1:${port}`;
    for (let i = 0; !(await fetch(url).catch(() => null)); i++) {
      if (i > 300 || child.exitCode !== null) throw new Error("Fastify did not start.");
      await pause(100);
    }
    return Object.assign(new Fastify(), { child, directory, url, ids: deals(1000).map((deal) => deal.id), stages: STAGES });
  }

  async line() {
    const wire = await Wire.open(this.url);
    return {
      write: async () => {
        const n = this.count++;
        const stage = this.stages[n % this.stages.length].id;
        await wire.ask("PATCH", `/deals/${this.ids[(n * 7919) % this.ids.length]}`, JSON.stringify({ stage }));
      },
      read: () => wire.ask("GET", "/deals"),
      close: () => wire.close(),
    };
  }

  async stop() {
    this.child.kill();
    await pause(200);
    rmSync(this.directory, { recursive: true, force: true });
  }
}
