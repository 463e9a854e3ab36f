// Every screen of the app, how it is come to, and how it is looked at.
import { pause, signIn, signInContext } from "../bench/program.mjs";
import { chooseFile, liftCard, openDetails, openPerson } from "./prepare.mjs";

const PATIENCE = 30_000;
export const SIZES = {
  laptop: { viewport: { width: 1440, height: 900 } },
  tablet: { viewport: { width: 1024, height: 768 }, hasTouch: true },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
};
export const THEMES = ["light", "dark"];
export const LANGUAGES = ["en", "uk", "ru"];
const REGIONS = { en: "en-GB", uk: "uk-UA", ru: "ru-RU" };

/** Every way to look: its name, and what it is made of. */
export const LOOKS = Object.keys(SIZES).flatMap((size) =>
  THEMES.flatMap((theme) => LANGUAGES.map((language) => ({ look: `${size}-${theme}-${language}`, size, theme, language }))),
);

/** Every screen: its name, its address, and what is done before it is looked at. */
export function screens({ deal, ideas, ready, early, clear, decided, over, voting }) {
  return [
    { name: "login", path: "/login", signedOut: true },
    { name: "hourglass", path: "/" },
    { name: "hourglass-table", path: "/", prepare: openDetails },
    { name: "board", path: "/board" },
    { name: "board-sales", path: "/board?lens=sales" },
    { name: "board-lanes", path: "/board?lens=sales&lanes=owner" },
    { name: "board-urgency", path: "/board?lens=sales&sort=urgency&density=compact" },
    { name: "board-views", path: "/board?lens=sales", prepare: (page) => page.locator('[popovertarget="board-views"]').click() },
    { name: "board-display", path: "/board?lens=sales", prepare: (page) => page.locator('[popovertarget="board-display"]').click() },
    { name: "board-lifted", path: "/board?lens=sales", prepare: liftCard, release: (page) => page.keyboard.press("Escape") },
    { name: "board-move", path: "/board?lens=sales", prepare: (page) => page.locator("[data-move]").first().click() },
    { name: "board-table", path: "/board/table" },
    { name: "board-calendar", path: "/board/calendar" },
    { name: "inbox", path: "/inbox" },
    { name: "feedback", path: "/inbox?tab=feedback" },
    { name: "agreement", path: "/inbox?tab=agreement" },
    { name: "exchange", path: "/inbox?tab=exchange" },
    { name: "rules", path: "/inbox?tab=rules" },
    { name: "lab", path: "/hypotheses" },
    { name: "playbook", path: "/hypotheses?view=playbook" },
    { name: "memory", path: "/hypotheses?view=memory" },
    { name: "portfolio", path: "/hypotheses?view=portfolio" },
    { name: "hypothesis-idea", path: `/hypotheses/${ideas}` },
    { name: "hypothesis-ready", path: `/hypotheses/${ready}` },
    { name: "hypothesis-early", path: `/hypotheses/${early}` },
    { name: "hypothesis-clear", path: `/hypotheses/${clear}` },
    { name: "hypothesis-decided", path: `/hypotheses/${decided}` },
    { name: "workshops", path: "/workshop" },
    { name: "workshop-over", path: `/workshop/${over}` },
    { name: "workshop-vote", path: `/workshop/${voting}` },
    { name: "customers", path: "/deals?section=customer" },
    { name: "deal", path: `/deals/${deal}` },
    { name: "conversion", path: "/conversion?by=channel" },
    { name: "lens-aarrr", path: "/lenses?lens=aarrr" },
    { name: "lens-months", path: "/lenses?lens=months" },
    { name: "lens-stay", path: "/lenses?lens=stay" },
    { name: "lens-flow", path: "/lenses?lens=flow" },
    { name: "money", path: "/money?credit=even" },
    { name: "money-enter", path: "/money?view=enter" },
    { name: "time", path: "/time?day=2026-06-01", settled: '[data-time="ready"]' },
    { name: "time-board", path: "/time?day=2026-06-01&view=board", settled: ".time-card" },
    { name: "forecast", path: "/forecast", settled: ".forecast-groups" },
    { name: "meeting", path: "/meeting" },
    { name: "changes", path: "/changes" },
    { name: "trash", path: "/trash" },
    { name: "settings", path: "/settings" },
    { name: "import", path: "/settings/import" },
    { name: "import-preview", path: "/settings/import", prepare: chooseFile },
    { name: "person", path: "/inbox", prepare: openPerson },
    { name: "nowhere", path: "/nowhere" },
  ];
}

/** A browser context of somebody who has made their choices on this device. */
export async function visitor(browser, size, theme, language) {
  const context = await browser.newContext({
    ...size,
    colorScheme: theme,
    locale: REGIONS[language],
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

/** A picture of a screen, once everything on it has come. */
export async function shoot(page, url, { path, signedOut, settled, prepare, release }) {
  const context = page.context();
  if (signedOut) await context.clearCookies();
  else if (!(await context.cookies(url)).length) await signInContext(context, url, "manager");
  await page.goto(`${url}${path}`);
  if (signedOut) {
    await page.locator("form button[type=submit]").waitFor();
  } else {
    await page.locator('body[data-ready="true"][data-sync="synced"]').waitFor({ state: "attached" });
  }
  if (settled) await page.locator(settled).first().waitFor();
  await pause(300);
  await prepare?.(page);
  await pause(300);
  const png = await page.screenshot({ animations: "disabled", caret: "hide" });
  await release?.(page);
  return png;
}

/** Records that have something to show. */
export async function choose(url) {
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
  const first = (wanted) => of("hypothesis").find((h) => status(h) === wanted).id;
  const [over, voting] = ["ended", "vote"].map((phase) => of("workshop").find((w) => w.phase === phase)?.id ?? of("workshop")[0].id);
  const [ideas, ready, decided] = ["idea", "ready", "decided"].map(first);
  return { deal: ranked[0].deal.id, early: early.id, clear: clear.id, ideas, ready, decided, over, voting };
}
