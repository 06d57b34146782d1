// Orders of any size over Kafka, which refuses batches over `message.max.bytes`: 1,048,588 by default.
//   KAFKA_BROKER=localhost:9092 KSTASH_FILE_ROOT=./stashes node kafka.js
import { EventEmitter, once } from "node:events";
import { createMessages } from "@kstash/messages";
import { Kafka, logLevel } from "kafkajs";
import * as kstash from "kstash";

const { KAFKA_BROKER = "localhost:9092", STORE = "file", BUCKET = "orders" } = process.env;
const { offload, hydrate, release } = createMessages({
  kstash,
  config: { backends: [STORE], namespaces: [BUCKET] }, // files in a folder that both share, or "s3"
  namespace: BUCKET,
  overBytes: 1_000_000, // which leaves room for keys, headers and the batch's own
});
const kafka = new Kafka({ brokers: [KAFKA_BROKER], logLevel: logLevel.NOTHING });
const producer = kafka.producer();
const consumer = kafka.consumer({ groupId: "printers" });
await Promise.all([producer.connect(), consumer.connect()]);
const progress = new EventEmitter();

let attempts = 0;
async function handle(order) {
  attempts += 1;
  if (attempts === 1) throw new Error("the printer is offline");
  console.log(`handled order ${order.id} with a scan of ${order.scan.length} characters`);
}

const order = { id: 1, scan: "0123456789".repeat(300_000) };
const value = JSON.stringify(await offload(order));
console.log(`an order of ${JSON.stringify(order).length} bytes travels as ${value.length}`);
await producer.send({ topic: "orders", messages: [{ value }] });
await consumer.subscribe({ topic: "orders", fromBeginning: true });
await consumer.run({
  autoCommit: false,
  async eachMessage({ topic, partition, message: { offset, value } }) {
    const message = JSON.parse(value.toString());
    const done = [{ topic, partition, offset: `${BigInt(offset) + 1n}` }];
    try {
      await handle(await hydrate(message));
    } catch (error) {
      console.log(`failed: ${error.message}`);
      // What kstash refuses or misses is final. All else is tried again: nothing was released.
      const isFinal = kstash.KstashError.isInstance(error) && error.code !== "BACKEND_REMOTE_ERROR";
      if (!isFinal) throw error;
      await producer.send({ topic: "orders.dead", messages: [{ value }] });
      await consumer.commitOffsets(done);
      return progress.emit("dead letter", value);
    }
    await consumer.commitOffsets(done);
    // Last, and only if no other group reads the topic. A lifecycle rule removes what is left.
    progress.emit("released", await release(message).catch(() => []));
  },
});
console.log(`released ${(await once(progress, "released"))[0].length} payload`);

// The group goes back to the beginning, after the release.
consumer.seek({ topic: "orders", partition: 0, offset: "0" });
console.log(`dead letter of ${(await once(progress, "dead letter"))[0].length} bytes`);
await Promise.all([producer.disconnect(), consumer.disconnect()]);
