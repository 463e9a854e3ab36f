// screenshots.mjs               takes the README's pictures into docs/
// screenshots.mjs --sheet DIR [--only board,deal]
//                               takes every screen in both themes, three sizes and two
//                               languages into DIR, with an index.html to look through,
//                               and lists errors and pages that scroll sideways
//
// Both on a fresh demo server of the release build; `make screenshots` builds it first.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium, chromiumOptions, pause, signIn, signInContext, startServer } from "./bench/program.mjs";

const DOCS = resolve(import.meta.dirname, "../docs");
const LIMIT = 1_500_000;
const PATIENCE = 30_000;
const SIZES = {
  laptop: { viewport: { width: 1440, height: 900 } },
  tablet: { viewport: { width: 1024, height: 768 }, hasTouch: true },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
};

/** Of a page that is longer than a laptop's screen, the README shows all. */
const TALL = { viewport: { width: 1440, height: 1240 } };

/** Every screen: its name, its address, and what is done before it is looked at. */
function screens({ deal, early, clear, decided }) {
  return [
    { name: "login", path: "/login", signedOut: true },
    { name: "hourglass", path: "/" },
    { name: "hourglass-table", path: "/", prepare: openDetails },
    { name: "board", path: "/board" },
    { name: "board-sales", path: "/board?lens=sales" },
    { name: "board-lifted", path: "/board?lens=sales", prepare: liftCard, release: (page) => page.keyboard.press("Escape") },
    { name: "board-move", path: "/board?lens=sales", prepare: (page) => page.locator("[data-move]").first().click() },
    { name: "inbox", path: "/inbox" },
    { name: "lab", path: "/hypotheses" },
    { name: "hypothesis-early", path: `/hypotheses/${early}` },
    { name: "hypothesis-clear", path: `/hypotheses/${clear}` },
    { name: "hypothesis-decided", path: `/hypotheses/${decided}` },
    { name: "customers", path: "/deals?section=customer" },
    { name: "deal", path: `/deals/${deal}` },
    { name: "money", path: "/money?credit=even" },
    { name: "forecast", path: "/forecast" },
    { name: "meeting", path: "/meeting" },
    { name: "money-enter", path: "/money?view=enter" },
    { name: "settings", path: "/settings" },
    { name: "import", path: "/settings/import" },
    { name: "import-preview", path: "/settings/import", prepare: chooseFile },
    { name: "person", path: "/inbox", prepare: openPerson },
    { name: "nowhere", path: "/nowhere" },
  ];
}

/** The README's pictures. */
const PICTURES = [
  { file: "hourglass", screen: "hourglass", size: "tall" },
  { file: "board", screen: "board", size: "laptop" },
  { file: "board-tablet", screen: "board-lifted", size: "tablet" },
  { file: "board-dark", screen: "board-sales", size: "laptop", theme: "dark" },
  { file: "deal", screen: "deal", size: "laptop" },
  { file: "hypothesis", screen: "hypothesis-clear", size: "laptop" },
  { file: "import", screen: "import-preview", size: "laptop" },
  { file: "phone-uk", screen: "hourglass", size: "phone", language: "uk" },
];

const { values } = parseArgs({ options: { sheet: { type: "string" }, only: { type: "string" } } });
const wanted = values.only?.split(",");
const server = await startServer();
const browser = await chromium.launch(chromiumOptions());
try {
  const list = screens(await choose(server.url));
  if (values.sheet) await takeSheet(list.filter(({ name }) => !wanted || wanted.includes(name)), resolve(values.sheet));
  else await takePictures(list);
} finally {
  await browser.close();
  await server.stop();
}

async function takePictures(list) {
  mkdirSync(DOCS, { recursive: true });
  let total = 0;
  for (const { file, screen, size, theme = "light", language = "en" } of PICTURES) {
    const context = await visitor({ ...SIZES, tall: TALL }[size], theme, language);
    const png = await shoot(await context.newPage(), list.find(({ name }) => name === screen));
    await context.close();
    const webp = await compress(png);
    writeFileSync(join(DOCS, `${file}.webp`), webp);
    total += webp.length;
    console.log(`docs/${file}.webp: ${webp.length} bytes`);
  }
  console.log(`all pictures: ${total} of ${LIMIT} bytes`);
  if (total > LIMIT) throw new Error(`The pictures are ${total - LIMIT} bytes too many.`);
}

async function takeSheet(list, directory) {
  mkdirSync(directory, { recursive: true });
  const troubles = [];
  for (const [size, choice] of Object.entries(SIZES)) {
    for (const theme of ["light", "dark"]) {
      for (const language of ["en", "uk"]) {
        const look = `${size}-${theme}-${language}`;
        const context = await visitor(choice, theme, language);
        for (const screen of list) {
          const page = await context.newPage();
          const name = `${screen.name}-${look}`;
          const note = (what) => troubles.push(`${name}: ${what}`);
          page.on("pageerror", (error) => note(error.message));
          // Asking who is signed in is how the sign-in page begins.
          const isExpected = (text) => screen.signedOut && text.includes("401");
          page.on("console", (message) => message.type() === "error" && !isExpected(message.text()) && note(message.text()));
          try {
            writeFileSync(join(directory, `${name}.png`), await shoot(page, screen));
            const wide = await page.evaluate(widerThanScreen);
            if (wide) note(`scrolls sideways (${wide})`);
          } catch (error) {
            note(error.message.split("\n")[0]);
          }
          await page.close();
        }
        await context.close();
        console.log(look);
      }
    }
  }
  writeFileSync(join(directory, "index.html"), index(list));
  console.log(troubles.length ? `\nTo look at:\n${troubles.join("\n")}` : "\nNo errors, nothing scrolls sideways.");
}

/** A browser context of somebody who has made their choices on this device. */
async function visitor(size, theme, language) {
  const context = await browser.newContext({
    ...size,
    colorScheme: theme,
    locale: language === "uk" ? "uk-UA" : "en-GB",
    timezoneId: "UTC",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(PATIENCE);
  const choices = { "smarketing.theme": theme, "smarketing.language": language };
  await context.addInitScript((choices) => {
    if (location.protocol === "http:") for (const [name, value] of Object.entries(choices)) localStorage.setItem(name, value);
  }, choices);
  return context;
}

async function shoot(page, { path, signedOut, prepare, release }) {
  const context = page.context();
  if (signedOut) await context.clearCookies();
  else if (!(await context.cookies(server.url)).length) await signInContext(context, server.url, "manager");
  await page.goto(`${server.url}${path}`);
  if (signedOut) {
    await page.locator("form button[type=submit]").waitFor();
  } else {
    await page.locator('body[data-ready="true"][data-sync="synced"]').waitFor({ state: "attached" });
  }
  await pause(300);
  await prepare?.(page);
  await pause(300);
  const png = await page.screenshot({ animations: "disabled", caret: "hide" });
  await release?.(page);
  return png;
}

/** Smaller than PNG, and without loss: a page of its own draws it and writes it as WebP. */
async function compress(png) {
  const page = await browser.newPage();
  const webp = await page.evaluate(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext("2d").drawImage(image, 0, 0);
    // Of WebP, quality 1 means: no loss.
    const blob = await canvas.convertToBlob({ type: "image/webp", quality: 1 });
    return Array.from(new Uint8Array(await blob.arrayBuffer()));
  }, png.toString("base64"));
  await page.close();
  return Buffer.from(webp);
}

/** Records that have something to show. */
async function choose(url) {
  const { entities } = await (await signIn(url, "manager")).snapshot();
  const of = (kind) => entities.filter((e) => e.entity === kind);
  const status = (hypothesis) => hypothesis.standing?.status ?? "idea";
  // An open deal of a company with something heard, something to do and a long way behind it.
  const openStages = of("stage").filter(({ section = "sales", role = "open" }) => section === "sales" && role === "open");
  const richness = (deal) =>
    2 * of("insight").filter((i) => i.deal === deal.id).length +
    of("task").filter((t) => t.deal === deal.id).length +
    (deal.company ? 2 : 0) +
    deal.entries.length / 10;
  const open = of("deal").filter((deal) => openStages.some(({ id }) => id === deal.place.stage));
  const ranked = open.map((deal) => ({ deal, rich: richness(deal) })).sort((a, b) => b.rich - a.rich);
  // Of the running tests: the one that has counted least, and the one whose arms differ most.
  const counted = (h) => h.arms.reduce((sum, arm) => sum + (arm.exposed ?? 0), 0);
  const share = ({ exposed = 0, converted = 0 }) => (exposed ? converted / exposed : 0);
  const gain = (h) => share(h.arms[1] ?? {}) - share(h.arms[0] ?? {});
  const running = of("hypothesis").filter((h) => status(h) === "running" && h.arms?.length);
  const [early] = running.sort((a, b) => counted(a) - counted(b));
  const [clear] = [...running].sort((a, b) => gain(b) - gain(a));
  const decided = of("hypothesis").find((h) => status(h) === "decided");
  return { deal: ranked[0].deal.id, early: early.id, clear: clear.id, decided: decided.id };
}

async function openDetails(page) {
  const summary = page.locator("main details > summary").last();
  await summary.scrollIntoViewIfNeeded();
  await summary.click();
}

async function openPerson(page) {
  await page.locator("header.top button[aria-haspopup=dialog]").last().click();
}

/** Lifts the second card of the first column with the mouse and holds it over the next column. */
async function liftCard(page) {
  const [from, to] = [page.locator("[data-stage]").nth(0), page.locator("[data-stage]").nth(1)];
  const card = await from.locator("[data-deal]").nth(1).boundingBox();
  const target = await to.boundingBox();
  const start = { x: card.x + card.width / 3, y: card.y + card.height / 2 };
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + 20, start.y + 10, { steps: 3 });
  // The next column may be out of sight on a phone.
  const x = Math.min(target.x + target.width * 0.4, page.viewportSize().width - 120);
  await page.mouse.move(x, start.y + card.height * 1.4, { steps: 12 });
  await page.locator("[data-dragging]").waitFor({ state: "attached" });
}

/** A file as another CRM writes it, with one row that cannot be imported. */
async function chooseFile(page) {
  const companies = ["Alder House", "Birch & Sons", "Café Linden", "Dorn Architects", "Elm Street Dental", "Fjord Living"];
  const stages = ["Left a request", "Agreed to a measurement", "Received the quote", "Bought", "Left without buying"];
  const rows = Array.from({ length: 60 }, (_, i) => {
    const [stage, day] = [stages[i % stages.length], String((i % 28) + 1).padStart(2, "0")];
    const closed = i % 5 > 2 ? `2026-09-${day}` : "";
    const made = i === 41 ? "2026-13-45" : `2026-06-${day}`;
    const value = i % 5 === 0 ? "" : 1800 + ((i * 739) % 9000);
    return [`D-${1001 + i}`, `Project ${i + 1}`, companies[i % companies.length], ["Ann Lee", "Bo Ray"][i % 2], stage, value, made, closed];
  });
  const header = ["Deal ID", "Deal name", "Company", "Owner", "Stage", "Amount", "Created", "Close date"];
  const csv = [header, ...rows].map((row) => row.join(",")).join("\r\n");
  await page.locator('input[type="file"]').setInputFiles({ name: "deals.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  const start = page.locator("[data-import-start]:enabled");
  await start.waitFor();
  await start.scrollIntoViewIfNeeded();
}

function widerThanScreen() {
  const boxes = [document.scrollingElement, document.querySelector("main")].filter(Boolean);
  const wide = boxes.find((box) => box.scrollWidth > box.clientWidth + 1);
  return wide && `${wide.tagName.toLowerCase()} ${wide.scrollWidth} of ${wide.clientWidth} px`;
}

function index(list) {
  const looks = Object.keys(SIZES).flatMap((size) => ["light", "dark"].flatMap((t) => ["en", "uk"].map((l) => `${size}-${t}-${l}`)));
  const picture = (name) => `<a href="${name}.png"><img src="${name}.png" alt="${name}" title="${name}" loading="lazy" height="300"></a>`;
  const sections = list.map(({ name }) => `<h2>${name}</h2>${looks.map((look) => picture(`${name}-${look}`)).join("\n")}`);
  return `<!doctype html><meta charset="utf-8"><title>Smarketing, every screen</title>\n${sections.join("\n")}\n`;
}
