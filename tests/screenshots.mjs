// screenshots.mjs: takes the README's pictures into docs/, on a fresh demo server of the
// release build; `make screenshots` builds it first.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { chromium, chromiumOptions, startServer } from "./bench/program.mjs";
import { SIZES, choose, screens, shoot, visitor } from "./looks/screens.mjs";

const DOCS = resolve(import.meta.dirname, "../docs");
const LIMIT = 1_500_000;

/** Of a page that is longer than a laptop's screen, the README shows all. */
const TALL = { viewport: { width: 1440, height: 1240 } };

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

const server = await startServer();
const browser = await chromium.launch(chromiumOptions());
try {
  await takePictures(screens(await choose(server.url)));
} finally {
  await browser.close();
  await server.stop();
}

async function takePictures(list) {
  mkdirSync(DOCS, { recursive: true });
  let total = 0;
  for (const { file, screen, size, theme = "light", language = "en" } of PICTURES) {
    const context = await visitor(browser, { ...SIZES, tall: TALL }[size], theme, language);
    const png = await shoot(await context.newPage(), server.url, list.find(({ name }) => name === screen));
    await context.close();
    const webp = await compress(png);
    writeFileSync(join(DOCS, `${file}.webp`), webp);
    total += webp.length;
    console.log(`docs/${file}.webp: ${webp.length} bytes`);
  }
  console.log(`all pictures: ${total} of ${LIMIT} bytes`);
  if (total > LIMIT) throw new Error(`The pictures are ${total - LIMIT} bytes too many.`);
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
