// Our server for server.mjs: a workspace of its own with 1,000 deals, and connections that move them.
import { randomBytes, randomUUID } from "node:crypto";
import { launch } from "./process.mjs";
import { Wire } from "./wire.mjs";

/** So many changes are sent at once when the workspace is filled. */
const BATCH = 500;
const RECORDS = Buffer.from(',"entities":[');
const hex = (number, digits) => number.toString(16).padStart(digits, "0");

export class Ours {
  static title = "Smarketing";
  name = Ours.title;
  batches = true;
  count = 0;

  /** A server with so many deals, on a port of its own or a given one. */
  static async start({ deals = 1000, port, sections = ["sales"] } = {}) {
    const server = await launch([], { port });
    const ours = Object.assign(new Ours(), { url: server.url, directory: server.directory, stop: server.stop });
    try {
      await ours.setUp(/\/setup#(\S+)/.exec(server.said)[1], deals, sections);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return ours;
  }

  /** Founds the workspace and fills it. */
  async setUp(code, count, sections) {
    const password = "green chairs in the rain";
    const asked = { code, workspace: "Measured", currency: "EUR", language: "en", calendar: "12345 10:00-19:00", response_hours: 8 };
    const founded = await fetch(`${this.url}/api/setup`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...asked, template: "furniture_by_sales", name: "Ann", email: "ann@example.org", password }),
    });
    if (!founded.ok) throw new Error(`Setting up was refused: ${await founded.text()}`);
    this.headers = { cookie: founded.headers.get("set-cookie").split(";")[0] };
    const line = await this.line();
    // What has its default value is left out.
    const isOpen = ({ entity, section = "sales", role = "open" }) =>
      entity === "stage" && sections.includes(section) && ["open", "offered"].includes(role);
    const stages = line.entities.filter(isOpen).sort((a, b) => (a.rank < b.rank ? -1 : 1));
    this.stages = stages.slice(0, 7).map((stage) => stage.id);
    const creations = Array.from({ length: count }, (_, i) => this.creation(i));
    for (let i = 0; i < count; i += BATCH) await line.send(creations.slice(i, i + BATCH).map((creation) => creation.body));
    this.deals = creations.map(({ body }) => ({ id: body.id, place: body.place }));
    line.close();
    const { entities } = JSON.parse(await this.once("/api/snapshot"));
    const found = entities.filter((entity) => entity.entity === "deal").length;
    if (found !== count) throw new Error(`There are ${found} deals.`);
  }

  creation(i) {
    const place = { stage: this.stages[i % this.stages.length], rank: `80${hex(i + 1, 6)}80` };
    const worth = { once: { minor: (500 + ((i * 7919) % 995) * 50) * 100, currency: "EUR" } };
    const set = [{ title: `Renewal of the chairs ${i}` }, { worth }, { channel: "inbound" }];
    return { body: { kind: "deal", do: "create", id: randomUUID(), place, past: [{ stage: place.stage, at: Date.now() }], set } };
  }

  async once(path) {
    const wire = await Wire.open(this.url, this.headers);
    const body = await wire.ask("GET", path);
    wire.close();
    return body;
  }

  /** A client of its own on a connection of its own. */
  async line() {
    return Line.open(this);
  }
}

class Line {
  static async open(server) {
    const wire = await Wire.open(server.url, server.headers);
    const { epoch, cursor, entities } = JSON.parse(await wire.ask("GET", "/api/snapshot"));
    return Object.assign(new Line(), { server, wire, epoch, cursor, entities, id: randomBytes(8).toString("hex"), number: 0 });
  }

  /** Sends changes; all have to be accepted. */
  async send(bodies) {
    const now = Date.now();
    const operations = bodies.map((body) => {
      this.number += 1;
      return { number: this.number, stamp: `${hex(now, 12)}-${hex(this.number, 8)}-${this.id}`, body };
    });
    const { id: client, epoch, cursor } = this;
    const said = await this.wire.ask("POST", "/api/sync", JSON.stringify({ client, epoch, cursor, operations }));
    // Up to the records: nobody reads the peer's answers either, and that takes longer than the server needs for them.
    const reply = JSON.parse(`${said.latin1Slice(0, said.indexOf(RECORDS))}}`);
    const refused = reply.answers.find((answer) => answer.verdict !== "accepted");
    if (refused || reply.answers.length !== bodies.length) throw new Error(`Not accepted: ${JSON.stringify(refused ?? reply)}`);
    this.cursor = reply.cursor;
  }

  /** Moves so many deals to their next stages. */
  async write(size) {
    const { stages, deals } = this.server;
    const bodies = Array.from({ length: size }, () => {
      const deal = deals[(this.server.count++ * 7919) % deals.length];
      const stage = stages[(stages.indexOf(deal.place.stage) + 1) % stages.length];
      deal.place = { stage, rank: deal.place.rank };
      return { kind: "deal", do: "move", id: deal.id, to: deal.place, entered: Date.now() };
    });
    await this.send(bodies);
  }

  async read() {
    await this.wire.ask("GET", "/api/snapshot");
  }

  close() {
    this.wire.close();
  }
}
