// How many changes a second the server takes from one client: moves of deals, each in the database before its answer.
import { randomBytes, randomUUID } from "node:crypto";
import { syncedAppends } from "./disk.mjs";
import { signIn } from "./program.mjs";

const BATCH = 100;
const DAY = 86_400_000;

/** Changes a second in batches of 100 and one by one, with the synced appends a second of the same disk. */
export async function measureThroughput(server) {
  const client = await Client.start(server.url);
  await client.moves(BATCH); // the first request loads the workspace
  const before = syncedAppends(server.directory);
  const batched = await client.rate(50, BATCH);
  const single = await client.rate(500, 1);
  return { batched, single, disk: Math.max(before, syncedAppends(server.directory)) };
}

/** A member who moves deals over HTTP. */
export class Client {
  static async start(url) {
    const member = await signIn(url, "manager");
    const { epoch, cursor, entities } = await member.snapshot();
    // What has its default value is left out.
    const isOpen = ({ section = "sales", role = "open" }) => section === "sales" && role === "open";
    const stages = entities.filter((e) => e.entity === "stage" && isOpen(e)).map((stage) => stage.id);
    const deals = entities.filter((e) => e.entity === "deal" && stages.includes(e.place.stage));
    if (stages.length < 2 || !deals.length) throw new Error("There are no deals to move.");
    return Object.assign(new Client(), { member, epoch, cursor, stages, deals, id: randomBytes(8).toString("hex"), number: 0 });
  }

  /** Requests of so many moves each; answers moves a second. */
  async rate(requests, size) {
    const began = performance.now();
    for (let i = 0; i < requests; i++) await this.moves(size);
    return (requests * size * 1000) / (performance.now() - began);
  }

  async moves(count) {
    await this.send(Array.from({ length: count }, () => this.move()));
  }

  /** Makes so many deals, each with so many entries of its path, up and down the stages within the last year. */
  async makes(count, entries) {
    for (let done = 0; done < count; done += BATCH) {
      await this.send(Array.from({ length: Math.min(BATCH, count - done) }, (_, i) => this.creation(done + i, entries)));
    }
  }

  creation(i, entries) {
    const now = Date.now();
    const { stages } = this;
    const up = (i) => (Math.floor(i / stages.length) % 2 ? stages.length - 1 - (i % stages.length) : i % stages.length);
    const at = (entry) => now - DAY * (1 + (i % 90) + 3 * (entries - entry));
    const past = Array.from({ length: entries }, (_, entry) => ({ stage: stages[up(entry)], at: at(entry) }));
    const place = { stage: past.at(-1).stage, rank: `80${hex(i + 1, 6)}80` };
    const set = [{ title: `Renewal of the chairs ${i}` }, { channel: ["fair", "advert", "referral"][i % 3] }];
    return this.operation(now, { kind: "deal", do: "create", id: randomUUID(), place, past, set });
  }

  async send(operations) {
    const count = operations.length;
    const { id: client, epoch, cursor } = this;
    const reply = await this.member.call("/api/sync", { client, epoch, cursor, operations });
    const refused = reply.answers.find((answer) => answer.verdict !== "accepted");
    if (refused || reply.answers.length !== count) throw new Error(`Not accepted: ${JSON.stringify(refused ?? reply)}`);
    this.cursor = reply.cursor;
  }

  /** The next deal goes to the next stage. */
  move() {
    const deal = this.deals[this.number % this.deals.length];
    const stage = this.stages[(this.stages.indexOf(deal.place.stage) + 1) % this.stages.length];
    const now = Date.now();
    deal.place = { stage, rank: deal.place.rank };
    return this.operation(now, { kind: "deal", do: "move", id: deal.id, to: deal.place, entered: now });
  }

  operation(now, body) {
    this.number += 1;
    return { number: this.number, stamp: `${hex(now, 12)}-${hex(this.number, 8)}-${this.id}`, body };
  }
}

const hex = (number, digits) => number.toString(16).padStart(digits, "0");
