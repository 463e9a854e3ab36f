// How another bench drives this board (beside.mjs): the real app, its deals from IndexedDB,
// the server switched off.
import { keptOnDevice } from "./board.mjs";
import { Ours } from "./ours.mjs";

const PORT = Number(process.env.BOARD_PORT ?? 18_473);

export const ours = {
  origin: `http://127.0.0.1:${PORT}`,
  url: () => "/board",
  column: ".board [data-stage]",
  card: "[data-deal]",
  total: "[data-stage-total]",
  scroller: "[data-stage-scroll]",
  exact: true,
  onBoard: () =>
    [...document.querySelectorAll("[data-stage-total]")].reduce((sum, total) => sum + Number(total.dataset.count), 0),
  preview: (card) => card.hasAttribute("data-dragging"),

  /** Fills the profile's storage; the server is gone afterwards. */
  async seed(page, origin, n) {
    const server = await Ours.start({ deals: n, port: PORT, sections: ["marketing", "sales"] });
    try {
      const [name, value] = server.headers.cookie.split("=");
      await page.context().addCookies([{ name, value, url: origin, httpOnly: true, sameSite: "Lax" }]);
      await page.goto(`${origin}${ours.url()}`);
      await page.locator("[data-deal]").first().waitFor();
      await page.evaluate(keptOnDevice);
      // All files are here by then, as on the second day of use.
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
      await page.locator('body[data-sync="synced"][data-outbox="0"]').waitFor({ state: "attached", timeout: 60_000 });
      await page.waitForTimeout(1_500);
    } finally {
      await server.stop();
    }
  },
};
