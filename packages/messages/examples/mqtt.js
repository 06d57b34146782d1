// Orders of any size over MQTT. Each broker has its limit: 128 KiB on AWS IoT Core, 256 MiB by default on
// Mosquitto, whose `message_size_limit` sets it lower: here to 128 KiB.
//   MQTT_URL=mqtt://localhost KSTASH_FILE_ROOT=./stashes node mqtt.js
import { EventEmitter, once } from "node:events";
import { createMessages } from "@kstash/messages";
import { connect, connectAsync } from "mqtt";
import * as kstash from "kstash";

const { MQTT_URL = "mqtt://localhost", STORE = "file", BUCKET = "orders" } = process.env;
const { offload, hydrate, release } = createMessages({
  kstash,
  config: { backends: [STORE], namespaces: [BUCKET] }, // files in a folder that both share, or "s3"
  namespace: BUCKET,
  overBytes: 127 * 1024, // which leaves room for the topic
});
const progress = new EventEmitter();
let printer;
async function receive() {
  // Not clean: the broker keeps the session's messages while it is away, and until they are acknowledged.
  printer = connect(MQTT_URL, { clientId: "printer", clean: false });
  printer.handleMessage = async ({ payload }, acknowledge) => {
    const message = JSON.parse(payload.toString());
    try {
      await handle(await hydrate(message));
    } catch (error) {
      console.log(`failed: ${error.message}`);
      // What kstash refuses or misses is final. All else is tried again: nothing was released.
      // MQTT delivers again what was not acknowledged, but only to the session's next connection.
      const isFinal = kstash.KstashError.isInstance(error) && error.code !== "BACKEND_REMOTE_ERROR";
      if (!isFinal) return printer.end(true, {}, () => setTimeout(receive, 1000));
      await sender.publishAsync("orders/dead", payload, { qos: 1 });
      return acknowledge();
    }
    acknowledge();
    // Last: until here a redelivery needs it. What cannot be removed now, a lifecycle rule removes later.
    progress.emit("released", await release(message).catch(() => []));
  };
  await printer.subscribeAsync("orders/new", { qos: 1 });
}

let attempts = 0;
async function handle(order) {
  attempts += 1;
  if (attempts === 1) throw new Error("the printer is offline");
  console.log(`handled order ${order.id} with a scan of ${order.scan.length} characters`);
}

const sender = await connectAsync(MQTT_URL);
await Promise.all([receive(), sender.subscribeAsync("orders/dead", { qos: 1 })]);
const order = { id: 1, scan: "0123456789".repeat(300_000) };
const body = JSON.stringify(await offload(order));
console.log(`an order of ${JSON.stringify(order).length} bytes travels as ${body.length}`);
sender.publish("orders/new", body, { qos: 1 });
console.log(`released ${(await once(progress, "released"))[0].length} payload`);

// A sender that saw no acknowledgement sends its message again, and here it arrives after the release.
sender.publish("orders/new", body, { qos: 1 });
console.log(`dead letter of ${(await once(sender, "message"))[1].length} bytes`);
await Promise.all([sender.endAsync(), printer.endAsync()]);
