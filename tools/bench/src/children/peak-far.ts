// How much memory a retrieve takes at most:
//   node peak-far.js whole|stream ADDRESS
// Prints the peak of the process in bytes.
import type { Readable } from "node:stream";
import { Config, retrieve } from "kstash";
import { peakNow } from "../parts/resident.js";

const [as, address] = process.argv.slice(2) as [string, string];
const config = new Config({ backends: ["s3"], maxPayloadBytes: 2 ** 31 });
if (as === "stream") {
  const { data } = await retrieve(address, { as, config });
  for await (const _ of data as Readable);
} else {
  await retrieve(address, { config });
}
console.log(peakNow());
