// The built program: a server process on a database of its own, and a Chromium to look at it.
import { chromium } from "@playwright/test";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { launch } from "./process.mjs";

export { freshDirectory, pause } from "./process.mjs";

/** The demo's sign-ins. */
export const PASSWORD = "demo-demo-demo";

/** Starts the server with the demo workspace; `deals` open deals on the board and `changes` on top when given. */
export const startServer = ({ deals, changes } = {}) => {
  const given = (option, value) => (value ? [option, String(value)] : []);
  const more = ["--demo", ...given("--demo-deals", deals), ...given("--demo-changes", changes)];
  // A million changes take minutes.
  return launch(more, { patience: 600_000 });
};

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
  return { cookie, call, snapshot: () => call("/api/snapshot") };
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
