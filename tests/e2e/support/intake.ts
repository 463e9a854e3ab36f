import { type Page, expect } from "@playwright/test";

/** Makes an intake key as the admin who is signed in on `page`. */
export async function makeKey(page: Page): Promise<string> {
  const made = await page.request.post("/api/keys", { data: { name: "Test", leads: true, reach: true } });
  expect(made.status()).toBe(200);
  return (await made.json()).key;
}

/** Sends a lead as a form's server would; answers the deal's id. */
export async function sendLead(url: string, key: string, lead: Record<string, unknown>): Promise<string> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const answer = await fetch(`${url}/api/intake/leads`, { method: "POST", headers, body: JSON.stringify(lead) });
  const text = await answer.text();
  expect(answer.status, text).toBe(200);
  return JSON.parse(text).id;
}
