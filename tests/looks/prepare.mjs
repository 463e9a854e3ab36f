// What a visitor does on a screen before it is looked at.

/** Opens the last part that is folded away. */
export async function openDetails(page) {
  const summary = page.locator("main details > summary").last();
  await summary.scrollIntoViewIfNeeded();
  await summary.click();
}

/** Opens the menu of who is signed in. */
export async function openPerson(page) {
  await page.locator("header.top button[aria-haspopup=dialog]").last().click();
}

/** Lifts the second card of the first column with the mouse and holds it over the next column. */
export async function liftCard(page) {
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
export async function chooseFile(page) {
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
