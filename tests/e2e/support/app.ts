import { type CDPSession, type Locator, type Page, expect } from "@playwright/test";
import { MEMBERS, PASSWORD } from "./server.ts";

/** Signs a demo member in and waits until the first screen can be used. */
export async function signIn(page: Page, who: keyof typeof MEMBERS = "manager", path = "/"): Promise<void> {
  await page.goto("/login");
  await page.locator("#email").fill(MEMBERS[who]);
  await page.locator("#password").fill(PASSWORD);
  await page.locator("form button[type=submit]").click();
  await ready(page);
  if (path !== "/") {
    await page.goto(path);
    await ready(page);
  }
}

/** Waits until the app can be used. */
export async function ready(page: Page): Promise<void> {
  await expect(page.locator("body")).toHaveAttribute("data-ready", "true", { timeout: 30_000 });
}

/** Waits until the server has everything. */
export async function synced(page: Page, timeout = 15_000): Promise<void> {
  const body = page.locator("body");
  await expect(body).toHaveAttribute("data-outbox", "0", { timeout });
  await expect(body).toHaveAttribute("data-sync", "synced", { timeout });
}

/** Waits until the device has kept the records, so that the next start needs no server. */
export async function kept(page: Page): Promise<void> {
  const isKept = () =>
    new Promise<boolean>((done) => {
      const open = indexedDB.open("smarketing");
      open.onsuccess = () => {
        const read = open.result.transaction("meta").objectStore("meta").get("read");
        read.onsuccess = () => {
          open.result.close();
          done(read.result !== undefined);
        };
      };
    });
  await expect.poll(() => page.evaluate(isKept)).toBe(true);
}

/** Goes to another page of the app without loading it again. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.locator(`nav a[href^="${path}"]`).first().click();
}

/** A column of the board by the name of its stage. */
export function column(page: Page, stage: string): Locator {
  return page.locator("[data-stage]").filter({ has: page.getByRole("heading", { name: stage, exact: true }) });
}

export interface Total {
  count: number;
  minor: number;
  weighted: number;
}

/** What stands at a column's foot. */
export async function total(column: Locator): Promise<Total> {
  const foot = column.locator("[data-stage-total]");
  const read = async (name: string) => Number(await foot.getAttribute(name));
  return { count: await read("data-count"), minor: await read("data-minor"), weighted: await read("data-weighted-minor") };
}

/** The value of a deal in minor units: what a column's sum loses when the deal leaves. */
export async function middle(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error("not on screen");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Drags with the mouse, in small steps as a hand does. */
export async function dragByMouse(page: Page, from: Locator, to: Locator): Promise<void> {
  const start = await middle(from);
  const end = await middle(to);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await glide(start, end, (x, y) => page.mouse.move(x, y));
  await page.mouse.up();
}

/** A finger, through the browser's own input pipeline. */
export class Finger {
  private constructor(private readonly cdp: CDPSession) {}

  static async on(page: Page): Promise<Finger> {
    return new Finger(await page.context().newCDPSession(page));
  }

  async down(x: number, y: number): Promise<void> {
    await this.cdp.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x, y }] });
  }

  async move(x: number, y: number): Promise<void> {
    await this.cdp.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [{ x, y }] });
  }

  async up(): Promise<void> {
    await this.cdp.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  }

  /** Down, along a line in small steps, up; after holding still for `hold` ms. */
  async drag(from: { x: number; y: number }, to: { x: number; y: number }, hold = 0): Promise<void> {
    await this.down(from.x, from.y);
    if (hold) await pause(hold);
    await glide(from, to, (x, y) => this.move(x, y));
    await this.up();
  }
}

export const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

async function glide(
  from: { x: number; y: number },
  to: { x: number; y: number },
  step: (x: number, y: number) => Promise<void>,
): Promise<void> {
  const steps = 16;
  for (let i = 1; i <= steps; i++) {
    await step(from.x + ((to.x - from.x) * i) / steps, from.y + ((to.y - from.y) * i) / steps);
    await pause(16);
  }
}
