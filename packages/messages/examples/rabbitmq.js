// Orders of any size over RabbitMQ, which refuses messages over `max_message_size`: 128 MiB by default,
// 16 MiB since 4.0. Its queues are made for small ones, so most teams set it lower: here to 1 MiB.
//   RABBITMQ_URL=amqp://localhost KSTASH_FILE_ROOT=./stashes node rabbitmq.js
import { EventEmitter, once } from "node:events";
import { createMessages } from "@kstash/messages";
import { connect } from "amqplib";
import * as kstash from "kstash";

const { RABBITMQ_URL = "amqp://localhost", STORE = "file", BUCKET = "orders" } = process.env;
const { offload, hydrate, release } = createMessages({
  kstash,
  config: { backends: [STORE], namespaces: [BUCKET] }, // files in a folder that both share, or "s3"
  namespace: BUCKET,
  overBytes: 1024 * 1024,
});
const connection = await connect(RABBITMQ_URL);
const channel = await connection.createChannel();
const progress = new EventEmitter();

await channel.assertQueue("orders.dead");
await channel.assertQueue("orders", {
  deadLetterExchange: "", // the one that routes by the name of a queue
  deadLetterRoutingKey: "orders.dead",
  arguments: { "x-queue-type": "quorum", "x-delivery-limit": 5 },
});
await channel.prefetch(1);
await channel.consume("orders", async (delivery) => {
  const message = JSON.parse(delivery.content.toString());
  try {
    await handle(await hydrate(message));
  } catch (error) {
    console.log(`failed: ${error.message}`);
    // What kstash refuses or misses is final. All else is tried again: nothing was released.
    const isFinal = kstash.KstashError.isInstance(error) && error.code !== "BACKEND_REMOTE_ERROR";
    return channel.nack(delivery, false, !isFinal);
  }
  channel.ack(delivery);
  // Last: until here a redelivery needs it. What cannot be removed now, a lifecycle rule removes later.
  progress.emit("released", await release(message).catch(() => []));
});

let attempts = 0;
async function handle(order) {
  attempts += 1;
  if (attempts === 1) throw new Error("the printer is offline");
  console.log(`handled order ${order.id} with a scan of ${order.scan.length} characters`);
}

const order = { id: 1, scan: "0123456789".repeat(300_000) };
const body = Buffer.from(JSON.stringify(await offload(order)));
console.log(`an order of ${JSON.stringify(order).length} bytes travels as ${body.length}`);
channel.sendToQueue("orders", body, { persistent: true });
console.log(`released ${(await once(progress, "released"))[0].length} payload`);

// A sender whose connection breaks sends its message again, and here it arrives after the release.
channel.sendToQueue("orders", body, { persistent: true });
const letter = await new Promise((resolve) => channel.consume("orders.dead", resolve));
console.log(`dead letter of ${letter.content.length} bytes`);
await connection.close();
