// How pictures are held against each other: as squares of colour, not pixel by pixel.
//
// The demo's figures and dates are those of its day, and machines draw letters
// differently. What must not change unseen is where things stand, how large they are and
// what colour they have: a picture is seen as squares of 32 px, each with the mean of its
// colours, and it has changed when more than a few of them have.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";

const FILE = join(import.meta.dirname, "accepted.json.br");
/** The side of a square, in px. */
const SQUARE = 32;
/** A square has changed when one of red, green and blue is so much away, of 255. */
const AWAY = 32;
/** A picture has changed when more than this share of its squares have. */
const SHARE = 0.06;

/** Sees pictures as squares, in a page of its own. */
export class Eye {
  static async open(browser) {
    const page = await (await browser.newContext()).newPage();
    return Object.assign(new Eye(), { page });
  }

  /** The picture as `{columns, squares}`: red, green and blue of each square, row by row, in base64. */
  async see(png) {
    return this.page.evaluate(
      async ({ png, side }) => {
        const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
        const [columns, rows] = [Math.ceil(image.width / side), Math.ceil(image.height / side)];
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext("2d", { willReadFrequently: true });
        context.drawImage(image, 0, 0);
        const squares = new Uint8Array(columns * rows * 3);
        for (let square = 0; square < columns * rows; square += 1) {
          const [x, y] = [(square % columns) * side, Math.floor(square / columns) * side];
          const [width, height] = [Math.min(side, image.width - x), Math.min(side, image.height - y)];
          const { data } = context.getImageData(x, y, width, height);
          for (let colour = 0; colour < 3; colour += 1) {
            let sum = 0;
            for (let at = colour; at < data.length; at += 4) sum += data[at];
            // Four bits are enough to tell that something has changed, and compress well.
            squares[square * 3 + colour] = Math.round(sum / (width * height) / 17) * 17;
          }
        }
        return { columns, squares: btoa(String.fromCharCode(...squares)) };
      },
      { png: png.toString("base64"), side: SQUARE },
    );
  }
}

/** How the screens are to look. */
export class Accepted {
  static read() {
    const all = existsSync(FILE) ? JSON.parse(brotliDecompressSync(readFileSync(FILE)).toString()) : {};
    return Object.assign(new Accepted(), { all });
  }

  set(name, seen) {
    this.all[name] = seen;
  }

  has(name) {
    return name in this.all;
  }

  /** What is different, in words; nothing when little is. */
  differences(name, seen) {
    const before = this.all[name];
    if (before.columns !== seen.columns || before.squares.length !== seen.squares.length) return ["has another size than accepted"];
    const [a, b] = [before, seen].map(({ squares }) => Buffer.from(squares, "base64"));
    const count = a.length / 3;
    const isAway = (square) => [0, 1, 2].some((colour) => Math.abs(a[square * 3 + colour] - b[square * 3 + colour]) > AWAY);
    const changed = Array.from({ length: count }, (_, square) => square).filter(isAway).length;
    return changed > count * SHARE ? [`${Math.round((100 * changed) / count)} % of it look different than accepted`] : [];
  }

  /** Keeps them, in the order of their names, so that the same pictures make the same file. */
  write() {
    const sorted = Object.fromEntries(Object.entries(this.all).sort(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(FILE, brotliCompressSync(JSON.stringify(sorted)));
  }
}
