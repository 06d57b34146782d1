// How much memory a large buffer takes at most, on its way to S3 or back:
//   node peak-buffer.js create|retrieve BYTES ADDRESS|-
// Prints the peak above what the process takes by itself, in bytes, and the address.
import { randomFillSync } from "node:crypto";
import { create, retrieve } from "kstash";
import { peakAbove, residentNow } from "../parts/resident.js";

const [operation, length, address] = process.argv.slice(2) as [string, string, string];
const namespace = "stashes";
// All that is loaded and connected once belongs to the process, not to the payload.
const warm = await create("warm", { text: "x".repeat(1000) }, { namespace });
await retrieve(warm.address);
const before = residentNow();
if (operation === "create") {
  const bytes = randomFillSync(new Uint8Array(Number(length)));
  const stash = await create("large", bytes, { namespace });
  console.log(JSON.stringify({ peak: peakAbove(before), address: stash.address }));
} else {
  const { data } = await retrieve(address);
  if ((data as Uint8Array).length !== Number(length)) throw new Error("not what was stored");
  console.log(JSON.stringify({ peak: peakAbove(before), address }));
}
