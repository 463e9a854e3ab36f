import { type Page, expect, test } from "@playwright/test";
import { type Server as Site, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { signIn } from "./support/app.ts";
import { useServer } from "./support/server.ts";

const server = useServer();

/** A site of the company: another origin, with one page and one to go to afterwards. */
let site: Site;
let page_of_site = "";
let origin = "";

test.beforeAll(async () => {
  site = createServer((request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(request.url === "/thanks" ? "<h1>Own thanks</h1>" : `<!doctype html><title>Shop</title>${page_of_site}`);
  });
  await new Promise<void>((done) => site.listen(0, "127.0.0.1", done));
  origin = `http://localhost:${(site.address() as AddressInfo).port}`;
});

test.afterAll(() => site.close());

async function makeKey(page: Page, reach: boolean): Promise<string> {
  const made = await page.request.post("/api/keys", { data: { name: reach ? "Platform" : "Site form", leads: true, reach } });
  return (await made.json()).key;
}

/** The form as a person copies it from the settings. */
async function copied(page: Page, key: string, choices: { script: boolean; thanks?: string }): Promise<string> {
  const panel = page.locator("#form");
  await panel.getByLabel("Key", { exact: true }).fill(key);
  await panel.getByLabel("Page to go to afterwards").fill(choices.thanks ?? "");
  await panel.getByLabel("Answer on the page, with a script").setChecked(choices.script);
  const html = panel.getByLabel("HTML to copy");
  await expect(html).toHaveValue(choices.script ? /<script>/ : /<\/form>\s*$/);
  return html.inputValue();
}

async function fill(visitor: Page, name: string): Promise<void> {
  await visitor.getByLabel("Your name").fill(name);
  await visitor.getByLabel("E-mail").fill(`${name.toLowerCase()}@customer.example`);
  await visitor.getByLabel("Your message").fill("Six chairs");
  await visitor.getByLabel("I agree that you contact me").check();
}

interface Entity {
  entity: string;
  title?: string;
  name?: string;
  channel?: string;
  fields?: Record<string, string>;
  field?: string;
  options?: string[];
  text?: string;
}

async function entities(page: Page): Promise<Entity[]> {
  return (await (await page.request.get("/api/snapshot")).json()).entities;
}

test("the copied form of another site brings leads with answers, with a script and without", async ({ page, browser }) => {
  await signIn(page, "admin", "/settings");
  const question = (await entities(page)).find((e) => e.entity === "question" && (e.options?.length ?? 0) > 1);
  const key = await makeKey(page, false);
  const context = await browser.newContext({ locale: "en-GB" });
  const visitor = await context.newPage();

  page_of_site = await copied(page, key, { script: true });
  await visitor.goto(origin);
  await fill(visitor, "Scripta");
  const answer = question?.options?.[1] ?? "";
  await visitor.getByLabel(question?.text ?? "").selectOption(answer);
  await visitor.getByRole("button", { name: "Send" }).click();
  await expect(visitor.getByRole("status")).toHaveText("Thank you. We have your message and will answer you.");
  expect(visitor.url()).toBe(`${origin}/`);

  page_of_site = await copied(page, key, { script: false });
  await visitor.goto(origin);
  await fill(visitor, "Plain");
  await visitor.getByRole("button", { name: "Send" }).click();
  await expect(visitor.getByRole("heading", { name: "Thank you" })).toBeVisible();
  await expect(visitor.getByRole("link", { name: "Back to the site" })).toHaveAttribute("href", origin);

  page_of_site = await copied(page, key, { script: false, thanks: `${origin}/thanks` });
  await visitor.goto(origin);
  await fill(visitor, "Onward");
  await visitor.getByRole("button", { name: "Send" }).click();
  await expect(visitor.getByRole("heading", { name: "Own thanks" })).toBeVisible();
  await context.close();

  const deals = (await entities(page)).filter((e) => e.entity === "deal" && ["Scripta", "Plain", "Onward"].includes(e.title ?? ""));
  expect(deals.map((deal) => [deal.title, deal.channel]).sort()).toEqual([["Onward", "Web form"], ["Plain", "Web form"], ["Scripta", "Web form"]]);
  expect(deals.find((deal) => deal.title === "Scripta")?.fields?.[question?.field ?? ""]).toBe(answer);
});

test("what came in and what was wrong with it is told to managers, in sentences", async ({ page, browser }) => {
  await signIn(page, "admin");
  const wide = await makeKey(page, true);
  const send = (body: unknown) =>
    fetch(`${server().url}/api/intake/leads`, {
      method: "POST",
      headers: { authorization: `Bearer ${wide}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  await send({ name: "Vera" });
  await send({ email: "nowhere" });
  await fetch(`${server().url}/api/intake/form`, { method: "POST", body: new URLSearchParams({ key: wide, name: "Vera" }) });

  const context = await browser.newContext({ baseURL: server().url, locale: "en-GB" });
  const manager = await context.newPage();
  await signIn(manager, "manager", "/settings");
  await manager.getByRole("button", { name: "Show the last calls" }).click();
  const lines = manager.locator("#calls tbody tr");
  await expect(lines.nth(0)).toContainText("A form is public, and this key may bring reach as well.");
  await expect(lines.nth(1)).toContainText("The e-mail is no address.");
  await expect(lines.nth(2)).toContainText("Taken in.");
  await expect(manager.locator("#calls")).not.toContainText("Vera");
  await send({});
  await manager.getByRole("button", { name: "Look again" }).click();
  await expect(lines.nth(0)).toContainText("Send at least one.");
  await context.close();
});

test("salespeople see neither form nor calls", async ({ page }) => {
  await signIn(page, "sales", "/settings");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("#form, #calls")).toHaveCount(0);
  expect((await page.request.get("/api/intake/calls")).status()).toBe(403);
});

test.describe("in Ukrainian", () => {
  test.use({ locale: "uk-UA" });

  test("the form speaks the language of whoever copies it", async ({ page }) => {
    await signIn(page, "admin", "/settings");
    await expect(page.locator("#form-html")).toHaveValue(/Надіслати/);
    await expect(page.getByRole("heading", { name: "Що надійшло" })).toBeVisible();
  });
});
