// Makes one flight for each line that it is given, and says what it took. What it flies stands in its arguments, as JSON.
import { createInterface } from "node:readline";
import { flyOnce } from "../harness/fly-once.js";
import { type Flights, FLYERS, PAYLOADS } from "../parts/s3-flyers.js";
import { clientConfigFor } from "../parts/s3-process.js";

const { flyer, payload, reach, ...options } = JSON.parse(process.argv[2]!) as Flights;
const run = FLYERS[flyer](clientConfigFor(reach), PAYLOADS[payload]);
for await (const _ of createInterface(process.stdin)) {
  process.stdout.write(`${JSON.stringify(await flyOnce(run, options))}\n`);
}
process.exit();
