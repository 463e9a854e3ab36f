import { readFile } from "node:fs/promises";
import { type Page, expect, test } from "@playwright/test";
import { ready, signIn, synced } from "./support/app.ts";
import { makeKey, sendLead } from "./support/intake.ts";
import { useServer } from "./support/server.ts";

const server = useServer();

const RUN = "window.__ran=(window.__ran||0)+1";
const NASTY = [
  `<script>${RUN}</script>`,
  `"><img src=x onerror="${RUN}">`,
  `javascript:${RUN}`,
  `</title></textarea><svg onload="${RUN}">`,
  `{{constructor.constructor('${RUN}')()}}`,
];
const FORMULAS = ["=1+1", "+1", "-1+1", "@SUM(A1)", '=HYPERLINK("http://elsewhere.example")', " =1+1", "\t=1+1"];

/** Whatever the page was made to do against the policy, or to run. */
async function watch(page: Page): Promise<() => Promise<void>> {
  const seen: string[] = [];
  page.on("dialog", (dialog) => {
    seen.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(server().url) && !/^(data|blob):/.test(request.url())) seen.push(request.url());
  });
  return async () => {
    expect(await page.evaluate(() => (window as unknown as { __ran?: number }).__ran ?? 0)).toBe(0);
    expect(await page.locator("a[href^='javascript:' i], img[src='x'], svg[onload], [onerror]").count()).toBe(0);
    expect(seen).toEqual([]);
  };
}

test("what people write is shown and never run, wherever it is shown", async ({ page }) => {
  await signIn(page, "admin");
  const key = await makeKey(page);
  const harmless = await watch(page);
  const ids: string[] = [];
  for (const text of NASTY) {
    const lead = { title: text, company: text, name: text, channel: text, campaign: text, message: text, source: text, fields: { [text]: text } };
    ids.push(await sendLead(server().url, key, lead));
  }
  await page.goto("/board");
  await ready(page);
  await synced(page);
  for (const [at, id] of ids.entries()) {
    await expect(page.locator(`[data-deal="${id}"]`)).toContainText(NASTY[at]!);
  }
  await harmless();
  for (const [at, id] of ids.entries()) {
    await page.goto(`/deals/${id}`);
    await ready(page);
    await expect(page.getByRole("heading", { level: 1 }).or(page.locator("main")).first()).toContainText(NASTY[at]!);
    await harmless();
  }
  for (const path of ["/", "/inbox", "/deals", "/hypotheses", "/settings", `/deals?text=${encodeURIComponent(NASTY[1]!)}`]) {
    await page.goto(path);
    await ready(page);
    await harmless();
  }
});

test("no cell of an exported list is run as a formula", async ({ page }) => {
  await signIn(page, "admin");
  const key = await makeKey(page);
  for (const text of FORMULAS) await sendLead(server().url, key, { title: `${text}`, company: text, channel: text, name: text });
  await page.goto("/deals");
  await ready(page);
  await synced(page);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: /CSV/ }).click();
  const text = await readFile(await (await download).path(), "utf8");
  expect(text).toContain("'=1+1");
  expect(text).toContain("'@SUM(A1)");
  const cells = text.replace(/^\ufeff/, "").split("\r\n").flatMap((line) => line.split(","));
  const run = cells.map((cell) => cell.replace(/^"/, "")).filter((cell) => /^\s*([=+@]|-(?![\d.]+"?$))/.test(cell));
  expect(run).toEqual([]);
});
