// Orders of any size over NATS JetStream, which refuses messages over `max_payload`: 1 MiB by default.
//   NATS_URL=nats://localhost KSTASH_FILE_ROOT=./stashes node nats.js
import { createMessages } from "@kstash/messages";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import * as kstash from "kstash";

const { NATS_URL = "nats://localhost", STORE = "file", BUCKET = "orders" } = process.env;
const connection = await connect({ servers: NATS_URL });
const { offload, hydrate, release } = createMessages({
  kstash,
  config: { backends: [STORE], namespaces: [BUCKET] }, // files in a folder that both share, or "s3"
  namespace: BUCKET,
  overBytes: connection.info.max_payload, // the server says it; headers would count as well
});
const { streams, consumers } = await jetstreamManager(connection);
await streams.add({ name: "orders", subjects: ["orders"], retention: "workqueue" });
await streams.add({ name: "dead-letters", subjects: ["orders.dead"] });
await consumers.add("orders", { durable_name: "printer", ack_policy: "explicit", max_deliver: 5 });
const js = jetstream(connection);

let attempts = 0;
async function handle(order) {
  attempts += 1;
  if (attempts === 1) throw new Error("the printer is offline");
  console.log(`handled order ${order.id} with a scan of ${order.scan.length} characters`);
}

const order = { id: 1, scan: "0123456789".repeat(300_000) };
const body = JSON.stringify(await offload(order));
console.log(`an order of ${JSON.stringify(order).length} bytes travels as ${body.length}`);
await js.publish("orders", body);

const printer = await js.consumers.get("orders", "printer");
for await (const delivery of await printer.consume()) {
  const message = delivery.json();
  try {
    await handle(await hydrate(message));
  } catch (error) {
    console.log(`failed: ${error.message}`);
    // What kstash refuses or misses is final. All else is tried again: nothing was released.
    if (!kstash.KstashError.isInstance(error) || error.code === "BACKEND_REMOTE_ERROR") {
      delivery.nak();
      continue;
    }
    await js.publish("orders.dead", delivery.data); // JetStream has no dead letters of its own
    await delivery.ackAck();
    console.log(`dead letter of ${delivery.data.length} bytes`);
    break;
  }
  await delivery.ackAck(); // which waits until the server has it
  // Last: until here a redelivery needs it. What cannot be removed now, a lifecycle rule removes later.
  const released = await release(message).catch(() => []);
  console.log(`released ${released.length} payload`);

  // A sender whose connection breaks sends its message again, and here it arrives after the release.
  await js.publish("orders", body);
}
await connection.drain();
