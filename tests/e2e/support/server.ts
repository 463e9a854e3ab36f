import { test } from "@playwright/test";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../../..");
const BINARY = process.env.SMARKETING_SERVER ?? join(ROOT, "target/release/smarketing-server");

/** What `--demo` makes. */
export const PASSWORD = "demo-demo-demo";
export const MEMBERS = {
  marketer: "marketer@demo.local",
  sales: "sales@demo.local",
  manager: "manager@demo.local",
  admin: "admin@demo.local",
} as const;

export interface ServerOptions {
  /** Fill the empty database with the demo workspace. Default: true. */
  demo?: boolean;
  /** More arguments, e.g. `["--demo-deals", "10000"]`. */
  args?: string[];
  /** More environment. */
  env?: Record<string, string>;
}

/**
 * One server process with a database file of its own. The address and the
 * database stay the same when it is stopped and started again.
 */
export class Server {
  private process: ChildProcess | undefined;
  private output = "";
  readonly url: string;

  private constructor(
    readonly port: number,
    /** The directory of the database; removed by `dispose`. */
    readonly directory: string,
    private readonly options: ServerOptions,
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  static async launch(options: ServerOptions = {}): Promise<Server> {
    if (!existsSync(BINARY)) throw new Error(`There is no ${BINARY}: run \`make e2e\`, which builds it.`);
    const directory = await mkdtemp(join(tmpdir(), "smarketing-e2e-"));
    const server = new Server(await freePort(), directory, options);
    try {
      await server.start();
    } catch (error) {
      await server.dispose();
      throw error;
    }
    return server;
  }

  /** The database file. */
  get database(): string {
    return join(this.directory, "smarketing.db");
  }

  /** Everything that the server has printed. */
  get log(): string {
    return this.output;
  }

  get running(): boolean {
    return this.process !== undefined && this.process.exitCode === null && this.process.signalCode === null;
  }

  /** Starts the server and waits until it can answer. */
  async start(): Promise<void> {
    if (this.running) return;
    const args = ["--listen", `127.0.0.1:${this.port}`, "--database", `sqlite:${this.database}`];
    // Fills an empty database only: later starts find the demo in it.
    if (this.options.demo ?? true) args.push("--demo");
    args.push(...(this.options.args ?? []));

    const child = spawn(BINARY, args, {
      // An empty directory: no .env or data/ of the checkout plays a part.
      cwd: this.directory,
      env: { ...withoutChoices(process.env), ...this.options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.process = child;
    const keep = (chunk: Buffer) => (this.output += chunk.toString());
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const failed = new Promise<never>((_, reject) => child.once("error", reject));
    await Promise.race([failed, this.ready()]);
  }

  /** Runs one of the program's commands on this database. */
  run(args: string[], env: Record<string, string> = {}): string {
    const options = { cwd: this.directory, env: { ...withoutChoices(process.env), ...env }, encoding: "utf8" } as const;
    return execFileSync(BINARY, [...args, "--database", `sqlite:${this.database}`], options);
  }

  /** Asks the server to stop, as `systemctl stop` does, and waits until it has. */
  async stop(): Promise<void> {
    await this.end("SIGTERM");
  }

  /** Kills the server with no chance to finish anything. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** Stops and starts on the same address and database. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Kills the server and removes its database. */
  async dispose(): Promise<void> {
    await this.kill();
    await rm(this.directory, { recursive: true, force: true });
  }

  private async ready(): Promise<void> {
    const until = Date.now() + 60_000;
    while (Date.now() < until) {
      if (!this.running) throw new Error(`The server ended before it was ready:\n${this.output}`);
      try {
        if ((await fetch(`${this.url}/readyz`)).ok) return;
      } catch {
        // Not listening yet.
      }
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`The server was not ready within a minute:\n${this.output}`);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.process;
    if (!child || !this.running) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    const late = setTimeout(() => child.kill("SIGKILL"), 15_000);
    await ended;
    clearTimeout(late);
  }
}

/**
 * Gives the spec file (or `describe` block) that calls it a server of its own,
 * and a `baseURL`, so that `page.goto("/board")` goes there.
 *
 * ```ts
 * const server = useServer();
 * test("…", async ({ page }) => { await page.goto("/"); await server().restart(); });
 * ```
 */
export function useServer(options: ServerOptions = {}): () => Server {
  let launched: Promise<Server> | undefined;
  let server: Server | undefined;
  // Playwright may ask for the baseURL before it runs the hooks.
  const launch = async () => {
    server = await (launched ??= Server.launch(options));
    return server;
  };
  test.use({
    // Playwright wants a pattern as the first argument, even an empty one.
    baseURL: async ({}, use) => {
      await use((await launch()).url);
    },
  });
  test.beforeAll(async () => {
    await launch();
  });
  test.afterAll(async () => {
    await server?.dispose();
    server = launched = undefined;
  });
  return () => {
    if (!server) throw new Error("The server runs only while tests run.");
    return server;
  };
}

/** The environment without the server's own variables: the tests choose for themselves. */
function withoutChoices(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("SMARKETING_")));
}

/** A port that nobody listens on. */
function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? done(address.port) : failed(new Error("no port"))));
    });
  });
}
