// Jobs of any size over Redis with BullMQ. Redis takes 512 MiB, and holds all of it in memory: the limit
// is the team's, here 64 KiB.
//   REDIS_URL=redis://localhost KSTASH_FILE_ROOT=./stashes node bullmq.js
import { EventEmitter, once } from "node:events";
import { createMessages } from "@kstash/messages";
import { Queue, UnrecoverableError, Worker } from "bullmq";
import * as kstash from "kstash";

const { REDIS_URL = "redis://localhost", STORE = "file", BUCKET = "orders" } = process.env;
const { offload, hydrate, release } = createMessages({
  kstash,
  config: { backends: [STORE], namespaces: [BUCKET] }, // files in a folder that both share, or "s3"
  namespace: BUCKET,
  overBytes: 64 * 1024,
});
const connection = { url: REDIS_URL };
const queue = new Queue("orders", { connection });
const progress = new EventEmitter();

const worker = new Worker(
  "orders",
  // A payload that is gone stays gone: no attempt is left then. Whatever else failed is tried again.
  async ({ data }) => handle(await hydrate(data, { onMissing })),
  { connection },
);
function onMissing(field, error) {
  throw new UnrecoverableError(error.message);
}
worker.on("failed", (job, error) => console.log(`failed: ${error.message}`));
// Last, when the job counts as done: until then an attempt needs it. What cannot be removed now, a
// lifecycle rule removes later.
worker.on("completed", async (job) => {
  progress.emit("released", job, await release(job.data).catch(() => []));
});

let attempts = 0;
async function handle(order) {
  attempts += 1;
  if (attempts === 1) throw new Error("the printer is offline");
  console.log(`handled order ${order.id} with a scan of ${order.scan.length} characters`);
}

const order = { id: 1, scan: "0123456789".repeat(300_000) };
const data = await offload(order);
const { length } = JSON.stringify(data);
console.log(`an order of ${JSON.stringify(order).length} bytes travels as ${length}`);
await queue.add("print", data, { attempts: 5, backoff: 100 });
const [job, { length: payloads }] = await once(progress, "released");
console.log(`released ${payloads} payload`);

// Someone runs the job once more, after the release.
const failed = once(worker, "failed");
await job.retry("completed");
await failed;
const [letter] = await queue.getFailed(); // BullMQ's dead letters: no attempt is left
console.log(`dead letter of ${JSON.stringify(letter.data).length} bytes`);
await worker.close();
await queue.close();
