// How much memory a process takes at most that streams bytes into a stash and out of it again:
//   node peak-stream.js s3|file BYTES
// Prints its peak resident memory and the time of both directions, in bytes and milliseconds.
import { randomBytes } from "node:crypto";
import type { Readable } from "node:stream";
import { Config, create, remove, retrieve } from "kstash";
import { peakNow } from "../parts/resident.js";

const [backend, length] = process.argv.slice(2) as [string, string];
const total = Number(length);
const config = new Config({ backends: [backend], maxPayloadBytes: total + 1024 });
const chunk = randomBytes(256 * 1024);

async function* chunks() {
  for (let sent = 0; sent < total; sent += chunk.length) {
    yield chunk.subarray(0, Math.min(chunk.length, total - sent));
  }
}

const start = performance.now();
const stash = await create("stream", chunks(), { namespace: "stashes", config });
const created = performance.now();
const { data } = await retrieve(stash.address, { as: "stream", config });
let seen = 0;
for await (const part of data as Readable) seen += (part as Uint8Array).length;
const retrieved = performance.now();
if (seen !== total) throw new Error("not what was stored");
await remove(stash.address, { config });
const [createMs, retrieveMs] = [created - start, retrieved - created];
console.log(JSON.stringify({ peak: peakNow(), createMs, retrieveMs }));
