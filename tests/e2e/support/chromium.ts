import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Flags for a Chromium that works as root, in a container, with no network but this machine's. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Playwright's launch options for the system's Chromium ($CHROMIUM, or found on PATH). */
export function chromium(): { executablePath: string; args: string[] } {
  return { executablePath: process.env.CHROMIUM ?? find(["chromium", "chromium-browser"]), args: FLAGS };
}

function find(names: string[]): string {
  for (const dir of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of names) {
      const path = join(dir, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not here.
      }
    }
  }
  throw new Error("There is no Chromium on PATH: run `make e2e`, which installs it, or set CHROMIUM.");
}
