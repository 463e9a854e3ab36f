// What a change of one card weighs on the wire, headers included: as a browser sends it, over a connection of its own.
import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { brotliDecompressSync } from "node:zlib";
import { signIn } from "./program.mjs";

/** What Chromium sends with a request of the app. */
const BROWSER = {
  connection: "keep-alive",
  "sec-ch-ua-platform": '"Linux"',
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
  "sec-ch-ua": '"Chromium";v="140", "Not=A?Brand";v="24"',
  "sec-ch-ua-mobile": "?0",
  accept: "*/*",
  "sec-fetch-site": "same-origin",
  "sec-fetch-mode": "cors",
  "sec-fetch-dest": "empty",
  "accept-encoding": "gzip, deflate, br, zstd",
  "accept-language": "en-GB,en;q=0.9",
};
const END = Buffer.from("0\r\n\r\n");

/** Renames one card. */
export async function oneCard({ url }) {
  const { cookie, snapshot } = await signIn(url, "manager");
  const { epoch, cursor, entities } = await snapshot();
  const deal = entities.find(({ entity, meta }) => entity === "deal" && !meta.presence);
  const client = randomBytes(8).toString("hex");
  const stamp = `${Date.now().toString(16).padStart(12, "0")}-00000000-${client}`;
  const body = { kind: "deal", do: "edit", id: deal.id, set: [{ title: "Chairs for the garden" }] };
  const { out, answer } = await exchange(url, cookie, { client, epoch, cursor, operations: [{ number: 1, stamp, body }] });
  const { answers } = JSON.parse(unpacked(answer));
  if (answers[0].verdict !== "accepted") throw new Error(`Not accepted: ${JSON.stringify(answers)}`);
  return `${out} bytes out, ${answer.length} bytes in, ${out + answer.length} in all`;
}

/** Bytes of the request, and the answer as it came. */
function exchange(url, cookie, request) {
  const { hostname, port, host } = new URL(url);
  const body = JSON.stringify(request);
  const headers = {
    host,
    "content-length": Buffer.byteLength(body),
    "content-type": "application/json",
    origin: url,
    referer: `${url}/board`,
    cookie,
    ...BROWSER,
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const text = `POST /api/sync HTTP/1.1\r\n${head.join("")}\r\n${body}`;
  return new Promise((done, failed) => {
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(text));
    let answer = Buffer.alloc(0);
    socket.on("error", failed);
    socket.on("data", (part) => {
      answer = Buffer.concat([answer, part]);
      const length = /^content-length: *(\d+)/im.exec(answer.latin1Slice());
      const whole = length ? answer.indexOf("\r\n\r\n") + 4 + Number(length[1]) : Infinity;
      if (answer.length < whole && !answer.subarray(-END.length).equals(END)) return;
      socket.destroy();
      done({ out: Buffer.byteLength(text), answer });
    });
  });
}

/** The body of an answer. */
function unpacked(answer) {
  const begin = answer.indexOf("\r\n\r\n") + 4;
  const head = answer.latin1Slice(0, begin).toLowerCase();
  let body = answer.subarray(begin);
  if (head.includes("transfer-encoding: chunked")) {
    const parts = [];
    for (let at = 0; ; ) {
      const line = body.indexOf("\r\n", at);
      const size = parseInt(body.latin1Slice(at, line), 16);
      if (!size) break;
      parts.push(body.subarray(line + 2, line + 2 + size));
      at = line + 2 + size + 2;
    }
    body = Buffer.concat(parts);
  }
  return head.includes("content-encoding: br") ? brotliDecompressSync(body) : body;
}
