// How the board is looked at: saved views, the order by urgency, columns, low cards, swim lanes.
import AxeBuilder from "@axe-core/playwright";
import { type Locator, type Page, expect, test } from "@playwright/test";
import { column, dragByMouse, ready, signIn, synced, total } from "./support/app.ts";
import { useServer } from "./support/server.ts";

const FROM = "Received the design";
const TO = "Received the quote";
const LEVELS = ["overdue", "today", "no_next_step", "later"];

const panel = (page: Page, name: "views" | "display") => page.locator(`#board-${name}`);

/** Opens what a button of the head has. */
async function open(page: Page, name: "views" | "display"): Promise<Locator> {
  await page.locator(`[popovertarget="board-${name}"]`).click();
  await expect(panel(page, name)).toBeVisible();
  return panel(page, name);
}

/** Saves what is on the board. */
async function save(page: Page, name: string, shared = false): Promise<void> {
  const views = await open(page, "views");
  await views.getByLabel("Save what is shown as").fill(name);
  if (shared) await views.getByLabel("Share with the workspace").check();
  await views.getByRole("button", { name: "Save", exact: true }).click();
  await expect(views.getByRole("link", { name })).toHaveAttribute("aria-current", "true");
  await page.keyboard.press("Escape");
  await expect(views).toBeHidden();
}

/** The line of a view. */
const line = (page: Page, name: string) =>
  panel(page, "views").locator("[data-view]").filter({ has: page.getByRole("link", { name }) });

async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => v.id);
}

const ids = (cards: Locator) => cards.evaluateAll((all) => all.map((card) => card.getAttribute("data-deal")));

test.describe("in the usual workspace", () => {
  useServer();

  test("a view is saved under a name, is a link, and comes back after it was deleted", async ({ page }) => {
    await signIn(page, "sales", "/board?lens=sales&sort=urgency&density=compact&from-later=7");
    const views = await open(page, "views");
    await expect(views).toContainText("No views yet");
    await views.getByRole("button", { name: "Save", exact: true }).click();
    await expect(views).toContainText("Give the view a name.");
    await page.keyboard.press("Escape");
    await save(page, "What burns");
    expect(await violations(page)).toEqual([]);

    await page.goto("/board");
    await ready(page);
    await open(page, "views");
    expect(await violations(page)).toEqual([]);
    const link = views.getByRole("link", { name: "What burns" });
    await expect(link).not.toHaveAttribute("aria-current", "true");
    await link.click();
    await expect(page).toHaveURL(/sort=urgency/);
    // What another version has written into the address stays in the view.
    await expect(page).toHaveURL(/from-later=7/);
    await expect(page.locator(".board")).toHaveAttribute("data-density", "compact");
    await expect(page.locator('[popovertarget="board-views"]')).toHaveAccessibleName("View: What burns");

    await open(page, "views");
    await line(page, "What burns").getByRole("button", { name: "What to do with “What burns”" }).click();
    await line(page, "What burns").getByRole("button", { name: "Delete" }).click();
    await expect(line(page, "What burns")).toHaveCount(0);
    await views.getByRole("button", { name: "Undo" }).click();
    await expect(line(page, "What burns")).toBeVisible();
    await page.reload();
    await ready(page);
    await open(page, "views");
    await expect(line(page, "What burns")).toBeVisible();
  });

  test("a shared view is everybody's to open, and its author's or a manager's to change", async ({ page, browser, baseURL }) => {
    await signIn(page, "sales", "/board?lens=sales&text=oak");
    await save(page, "Oak", true);
    await synced(page);

    const other = await browser.newContext({ baseURL });
    const manager = await other.newPage();
    await signIn(manager, "manager", "/board");
    const views = await open(manager, "views");
    await expect(line(manager, "Oak")).toContainText("Shared by");
    await views.getByRole("link", { name: "Oak" }).click();
    await expect(manager).toHaveURL(/text=oak/);
    await manager.goto("/board?lens=marketing");
    await ready(manager);
    await save(manager, "The manager’s", true);
    await synced(manager);

    // The salesperson sees it come, and has nothing to change it with.
    await open(page, "views");
    const theirs = line(page, "The manager’s");
    await expect(theirs).toBeVisible();
    await theirs.getByRole("button", { name: /What to do/ }).click();
    await expect(theirs.getByRole("button", { name: "Copy link" })).toBeVisible();
    await expect(theirs.getByRole("button", { name: "Delete" })).toHaveCount(0);

    // The manager takes the other's away, and back again.
    await open(manager, "views");
    await line(manager, "Oak").getByRole("button", { name: /What to do/ }).click();
    await line(manager, "Oak").getByRole("button", { name: "Delete" }).click();
    await expect(line(manager, "Oak")).toHaveCount(0);
    await manager.keyboard.press("Escape");
    await synced(manager);
    await expect(line(page, "Oak")).toHaveCount(0);
    await manager.keyboard.press("Control+z");
    await synced(manager);
    await expect(line(page, "Oak")).toBeVisible();
    await other.close();

    // Found by the palette as pages are.
    await page.keyboard.press("Escape");
    await page.goto("/");
    await ready(page);
    await expect(page.locator("[data-palette]")).toBeVisible({ timeout: 20_000 });
    await page.keyboard.press("ControlOrMeta+k");
    await page.getByRole("combobox", { name: "Find or do" }).fill("oak");
    await page.locator('.palette-list [role="option"]').filter({ hasText: "View" }).first().click();
    await expect(page).toHaveURL(/\/board\?.*text=oak/);
  });

  test("a view that is called otherwise and given to nobody any more is still there", async ({ page }) => {
    await signIn(page, "marketer", "/board?lens=marketing");
    await save(page, "Leads", true);
    await open(page, "views");
    await line(page, "Leads").getByRole("button", { name: /What to do/ }).click();
    await line(page, "Leads").getByRole("textbox", { name: "Name" }).fill("Our leads");
    await line(page, "Leads").getByRole("button", { name: "Rename" }).click();
    const renamed = line(page, "Our leads");
    await expect(renamed).toHaveAttribute("data-shared", "");
    await renamed.getByRole("button", { name: /What to do/ }).click();
    await renamed.getByRole("button", { name: "Keep for myself" }).click();
    await expect(renamed).toHaveCount(1);
    await expect(renamed).not.toHaveAttribute("data-shared", "");
    await synced(page);
  });

  test("by urgency every column begins with what is overdue, and a card that is moved keeps the others’ order", async ({ page }) => {
    await signIn(page, "sales", "/board?lens=sales");
    const before = await ids(column(page, TO).locator("[data-deal]"));
    const sums = await total(column(page, TO));
    await open(page, "display");
    await panel(page, "display").getByRole("button", { name: "By urgency" }).click();
    await page.keyboard.press("Escape");
    const chip = page.locator('[data-shown="sort"]');
    await expect(chip).toContainText("By urgency");
    for (const stage of [FROM, TO]) {
      const levels = await column(page, stage).locator("[data-deal] [data-urgency]").evaluateAll((all) =>
        all.map((mark) => mark.getAttribute("data-urgency") ?? ""));
      const places = levels.map((level) => LEVELS.indexOf(level));
      expect(places.length).toBeGreaterThan(2);
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
    await expect.poll(() => total(column(page, TO))).toEqual(sums);

    // Within its column a card cannot be put elsewhere, and the person is told.
    const cards = column(page, FROM).locator("[data-deal]");
    const order = await ids(cards);
    await dragByMouse(page, cards.nth(0), cards.nth(2));
    await expect(page.locator(".toast").last()).toContainText("sorted by urgency");
    await expect.poll(() => ids(cards)).toEqual(order);

    // In another column it stands where its urgency puts it; by hand it is on top.
    const card = cards.nth(0);
    const id = await card.getAttribute("data-deal");
    const level = await card.locator("[data-urgency]").getAttribute("data-urgency");
    await dragByMouse(page, card, column(page, TO).locator("[data-deal]").nth(1));
    await expect.poll(async () => (await total(column(page, TO))).count).toBe(sums.count + 1);
    const moved = page.locator(`[data-stage] [data-deal="${id}"] [data-urgency="${level}"]`);
    await expect(moved).toHaveCount(1);
    await chip.click();
    await expect(chip).toHaveCount(0);
    const top = async () => (await ids(column(page, TO).locator("[data-deal]"))).slice(0, 5);
    await expect.poll(top).toEqual([id, ...before].slice(0, 5));
    // Back in its place by hand it may be far below what is drawn.
    await page.keyboard.press("Control+z");
    await expect(column(page, TO).locator(`[data-deal="${id}"]`)).toHaveCount(0);
    await expect.poll(() => total(column(page, TO))).toEqual(sums);
  });

  test("columns are hidden and come back, and cards are lower", async ({ page }) => {
    await signIn(page, "sales", "/board?lens=sales");
    const height = async () => (await column(page, TO).locator("[data-deal]").first().boundingBox())!.height;
    const high = await height();
    await open(page, "display");
    await panel(page, "display").getByRole("button", { name: "Compact" }).click();
    await expect.poll(height).toBeLessThan(high);
    await expect.poll(height).toBeGreaterThanOrEqual(44);
    await panel(page, "display").getByLabel(FROM).uncheck();
    await expect(column(page, FROM)).toHaveCount(0);
    await expect(column(page, TO)).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    const chip = page.locator('[data-shown="hide"]');
    await expect(chip).toContainText("1 column hidden");
    await chip.click();
    await expect(column(page, FROM)).toBeVisible();

    await open(page, "display");
    for (const box of await panel(page, "display").getByRole("checkbox").all()) await box.uncheck();
    await page.keyboard.press("Escape");
    await expect(page.locator(".board")).toContainText("All columns are hidden.");
    await page.locator(".board-bare").getByRole("button", { name: "Show all columns" }).click();
    await expect(column(page, FROM)).toBeVisible();
  });

  test("in lanes by owner the sums fit, cards move along their lane, and into another’s", async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 1300 });
    await signIn(page, "manager", "/board?lens=sales");
    await open(page, "display");
    await panel(page, "display").getByLabel("Lanes").selectOption({ label: "By owner" });
    await page.keyboard.press("Escape");
    const lanes = page.locator("[data-lane]");
    await expect(lanes.nth(1)).toBeVisible();
    expect(await violations(page)).toEqual([]);
    const add = (marks: Locator, name: string) =>
      marks.evaluateAll((all, attribute) => all.reduce((sum, mark) => sum + Number(mark.getAttribute(attribute)), 0), name);
    expect(await add(lanes.locator("[data-lane-count]"), "data-lane-count")).toBe(
      await add(page.locator("[data-stage-total]"), "data-count"));
    expect(await add(lanes.locator("[data-lane-minor]"), "data-lane-minor")).toBe(
      await add(page.locator("[data-stage-total]"), "data-minor"));

    // Along its lane, from one column to the next.
    const cell = (lane: Locator, stage: string) => lane.locator(`[data-stage][aria-label^="${stage} ·"]`);
    const [first, ...others] = await lanes.evaluateAll((all, stage) => {
      const has = (lane: Element) => lane.querySelector(`[data-stage][aria-label^="${stage} ·"] [data-deal]`) !== null;
      return [...all.filter(has), ...all.filter((lane) => !has(lane))].map((lane) => lane.getAttribute("data-lane"));
    }, FROM);
    const own = page.locator(`[data-lane="${first}"]`);
    const id = (await cell(own, FROM).locator("[data-deal]").first().getAttribute("data-deal"))!;
    const card = page.locator(`[data-lane] [data-deal="${id}"]`);
    await dragByMouse(page, card, cell(own, TO));
    await expect(cell(own, TO).locator(`[data-deal="${id}"]`)).toBeVisible();
    await page.keyboard.press("Control+z");
    await expect(cell(own, FROM).locator(`[data-deal="${id}"]`)).toBeVisible();

    // Into another lane: the deal is its owner's now, and taken back as one step.
    const next = page.locator(`[data-lane="${others[0]}"]`);
    await dragByMouse(page, card, cell(next, FROM));
    await expect(next.locator(`[data-deal="${id}"]`)).toBeVisible();
    await expect(page.locator(".toast").last()).toContainText("is now in the lane");
    await page.keyboard.press("Control+z");
    await expect(own.locator(`[data-deal="${id}"]`)).toBeVisible();
    await synced(page);
  });

  test("several chosen cards all become the owner's of the lane they are dropped into, and one undo takes all back", async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 1300 });
    await signIn(page, "manager", "/board?lens=sales&lanes=owner");
    const lanes = page.locator("[data-lane]");
    await expect(lanes.nth(1)).toBeVisible();
    const cell = (lane: Locator) => lane.locator(`[data-stage][aria-label^="${FROM} ·"]`);
    const codes = await lanes.evaluateAll((all) => all.map((lane) => lane.getAttribute("data-lane")));
    const counts = await Promise.all(codes.map((code) => cell(page.locator(`[data-lane="${code}"]`)).locator("[data-deal]").count()));
    const from = counts.findIndex((count) => count >= 2);
    const into = codes.findIndex((_, at) => at !== from);
    expect(from).toBeGreaterThanOrEqual(0);
    const [own, other] = [from, into].map((at) => page.locator(`[data-lane="${codes[at]}"]`)) as [Locator, Locator];
    const cards = cell(own).locator("[data-deal]");
    const ids = [await cards.nth(0).getAttribute("data-deal"), await cards.nth(1).getAttribute("data-deal")];
    for (const id of ids) await page.locator(`[data-lane] [data-deal="${id}"]`).click({ modifiers: ["ControlOrMeta"] });
    await expect(page.locator("[data-selected-count]")).toHaveAttribute("data-selected-count", "2");
    await dragByMouse(page, page.locator(`[data-lane] [data-deal="${ids[0]}"]`), cell(other));
    for (const id of ids) await expect(other.locator(`[data-deal="${id}"]`)).toBeVisible();
    await expect(page.locator(".toast").last()).toContainText("Now in the lane");
    await page.keyboard.press("Control+z");
    for (const id of ids) await expect(own.locator(`[data-deal="${id}"]`)).toBeVisible();
    await synced(page);
  });

  test("in lanes by channel a card stays in its lane; lanes fold; arrows go from lane to lane", async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 1300 });
    await signIn(page, "manager", "/board?lens=sales&lanes=channel");
    const lanes = page.locator("[data-lane]");
    await expect(lanes.nth(1)).toBeVisible();
    // A stage in which two lanes have cards.
    const [stage, upper, lower] = await lanes.evaluateAll((all) => {
      const found = new Map<string, string[]>();
      for (const lane of all) {
        for (const cell of lane.querySelectorAll("[data-stage]:has([data-deal])")) {
          const stage = cell.getAttribute("data-stage")!;
          found.set(stage, [...(found.get(stage) ?? []), lane.getAttribute("data-lane")!]);
        }
      }
      const [stage, [upper, lower]] = [...found].find(([, lanes]) => lanes.length > 1)!;
      return [stage, upper, lower];
    });
    const cell = (lane: string) => page.locator(`[data-lane="${lane}"] [data-stage="${stage}"]`);
    const id = (await cell(upper).locator("[data-deal]").first().getAttribute("data-deal"))!;
    await dragByMouse(page, cell(upper).locator(`[data-deal="${id}"]`), cell(lower));
    await expect(cell(upper).locator(`[data-deal="${id}"]`)).toHaveCount(1);
    await expect(cell(lower).locator(`[data-deal="${id}"]`)).toHaveCount(0);

    await cell(upper).locator("[data-deal]").last().focus();
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowDown");
    await expect(cell(lower).locator("[data-deal]:focus")).toHaveCount(1);
    await page.keyboard.press("ArrowUp");
    await expect(cell(upper).locator("[data-deal]:focus")).toHaveCount(1);

    const fold = lanes.nth(0).getByRole("button", { expanded: true }).first();
    await fold.click();
    await expect(lanes.nth(0).locator("[data-deal]")).toHaveCount(0);
    await expect(lanes.nth(0).getByRole("button", { expanded: false })).toBeVisible();
  });

  test("on a phone the head stays within the screen, in Ukrainian as well", async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.addInitScript(() => localStorage.setItem("smarketing.language", "uk"));
    await signIn(page, "sales", "/board?lens=sales&sort=urgency&lanes=owner");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    for (const name of ["views", "display"] as const) {
      const box = (await (await open(page, name)).boundingBox())!;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(320);
      expect(box.y + box.height).toBeLessThanOrEqual(640);
      await page.keyboard.press("Escape");
    }
  });
});

test.describe("with ten thousand deals", () => {
  useServer({ args: ["--demo-deals", "10000"] });

  test("lanes and the order by urgency draw few elements", async ({ page }) => {
    test.setTimeout(180_000);
    for (const address of ["/board?lanes=owner", "/board?lanes=channel&sort=urgency", "/board?density=compact&sort=urgency"]) {
      if (address.includes("owner")) await signIn(page, "manager", address);
      else {
        await page.goto(address);
        await ready(page);
      }
      await expect(page.locator("[data-deal]").first()).toBeVisible({ timeout: 60_000 });
      expect(await page.evaluate(() => document.getElementsByTagName("*").length), address).toBeLessThanOrEqual(2_000);
      const scroller = page.locator(".board-lanes-strip");
      if (await scroller.count()) {
        await scroller.evaluate((strip) => strip.scrollBy(400, 700));
        await expect.poll(() => page.evaluate(() => document.getElementsByTagName("*").length)).toBeLessThanOrEqual(2_000);
      }
    }
  });
});
