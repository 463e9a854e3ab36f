// looks.mjs [DIR] [--only board,deal] [--looks phone-dark-uk] [--accept]
//
// Takes every screen in both themes, three sizes and three languages into DIR
// (target/looks) with an index.html to look through, lists errors and pages that scroll
// sideways, and holds every picture against the one that was accepted (compare.mjs).
// Fails while there is anything on the list. --accept: what was taken now is how it is to look.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium, chromiumOptions, startServer } from "../bench/program.mjs";
import { Accepted, Eye } from "./compare.mjs";
import { LOOKS, SIZES, choose, screens, shoot, visitor } from "./screens.mjs";

const options = { only: { type: "string" }, looks: { type: "string" }, accept: { type: "boolean", default: false } };
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const directory = resolve(positionals[0] ?? join(import.meta.dirname, "../../target/looks"));
const among = (list, name) => !list || list.split(",").includes(name);

mkdirSync(directory, { recursive: true });
const accepted = Accepted.read();
const troubles = new Map();
let unknown = 0;
const server = await startServer();
const browser = await chromium.launch(chromiumOptions());
try {
  const eye = await Eye.open(browser);
  const list = screens(await choose(server.url)).filter(({ name }) => among(values.only, name));
  const looks = LOOKS.filter(({ look }) => among(values.looks, look));
  for (const look of looks) {
    await take(list, look, eye);
    console.log(look.look);
  }
  writeFileSync(join(directory, "index.html"), index(list, looks));
} finally {
  await browser.close();
  await server.stop();
}
if (values.accept) accepted.write();
report();

/** Every screen in one look. */
async function take(list, { look, size, theme, language }, eye) {
  const context = await visitor(browser, SIZES[size], theme, language);
  for (const screen of list) {
    const page = await context.newPage();
    const name = `${screen.name}-${look}`;
    const note = (what) => troubles.set(name, [...(troubles.get(name) ?? []), what]);
    page.on("pageerror", (error) => note(error.message));
    // Asking who is signed in is how the sign-in page begins.
    const isExpected = (text) => screen.signedOut && text.includes("401");
    page.on("console", (message) => message.type() === "error" && !isExpected(message.text()) && note(message.text()));
    try {
      const png = await shoot(page, server.url, screen);
      writeFileSync(join(directory, `${name}.png`), png);
      const wide = await page.evaluate(widerThanScreen);
      if (wide) note(`scrolls sideways (${wide})`);
      const seen = await eye.see(png);
      if (values.accept) accepted.set(name, seen);
      else if (!accepted.has(name)) unknown += 1;
      else accepted.differences(name, seen).forEach(note);
    } catch (error) {
      note(error.message.split("\n")[0]);
    }
    await page.close();
  }
  await context.close();
}

function report() {
  const lines = [...troubles].flatMap(([name, said]) => [...new Set(said.filter(Boolean))].map((what) => `${name}: ${what.slice(0, 200)}`));
  console.log(lines.length ? `\nTo look at, in ${directory}/index.html:\n${lines.join("\n")}` : "\nEvery screen looks as it was accepted; no errors, nothing scrolls sideways.");
  if (unknown) console.log(`${unknown} pictures have nothing to be held against yet: look at them, then accept them with --accept.`);
  process.exitCode = lines.length || unknown ? 1 : 0;
}

function widerThanScreen() {
  const boxes = [document.scrollingElement, document.querySelector("main")].filter(Boolean);
  const wide = boxes.find((box) => box.scrollWidth > box.clientWidth + 1);
  return wide && `${wide.tagName.toLowerCase()} ${wide.scrollWidth} of ${wide.clientWidth} px`;
}


/** All pictures on one page; those with something to look at come first. */
function index(list, looks) {
  const picture = (name) => `<a href="${name}.png"><img src="${name}.png" alt="${name}" title="${name}" loading="lazy" height="300"></a>`;
  const section = (title, names) => `<h2>${title}</h2>${names.map(picture).join("\n")}`;
  const odd = [...troubles].filter(([, said]) => said.some(Boolean)).map(([name]) => name);
  const sections = list.map(({ name }) => section(name, looks.map(({ look }) => `${name}-${look}`)));
  return `<!doctype html><meta charset="utf-8"><title>Smarketing, every screen</title>\n${[section("To look at", odd), ...sections].join("\n")}\n`;
}
