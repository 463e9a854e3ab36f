// HTTP over a socket that stays open, one request after the other: as little work as possible on this side.
import { connect } from "node:net";

const END = Buffer.from("\r\n\r\n");

/** A connection to a server. */
export class Wire {
  static async open(url, headers = {}) {
    const { hostname, port, host } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    return new Wire(socket, `host: ${host}\r\n${Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join("")}`);
  }

  constructor(socket, head) {
    Object.assign(this, { socket, head, parts: [], size: 0, need: 0, waiting: null });
    socket.on("data", (part) => this.take(part));
    socket.on("close", () => this.waiting?.reject(new Error("The server closed the connection.")));
    socket.on("error", (error) => this.waiting?.reject(error));
  }

  /** Sends a request; answers the body's bytes. */
  ask(method, path, body) {
    const about = body === undefined ? "" : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
    this.socket.write(`${method} ${path} HTTP/1.1\r\n${this.head}${about}\r\n${body ?? ""}`);
    return new Promise((resolve, reject) => (this.waiting = { resolve, reject }));
  }

  take(part) {
    this.parts.push(part);
    this.size += part.length;
    if (this.size < this.need) return;
    const all = this.parts.length > 1 ? Buffer.concat(this.parts, this.size) : part;
    this.parts = [all];
    const end = all.indexOf(END);
    if (end < 0) return;
    const head = all.latin1Slice(0, end);
    const length = /^content-length: *(\d+)/im.exec(head);
    if (!length) return this.waiting.reject(new Error(`An answer without its length:\n${head}`));
    this.need = end + END.length + Number(length[1]);
    if (this.size < this.need) return;
    Object.assign(this, { parts: [], size: 0, need: 0 });
    const body = all.subarray(end + END.length);
    if (head.startsWith("HTTP/1.1 200")) this.waiting.resolve(body);
    else this.waiting.reject(new Error(`${head.split("\r\n")[0]}: ${body}`));
  }

  close() {
    this.socket.removeAllListeners("close").destroy();
  }
}
