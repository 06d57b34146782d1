// node --expose-gc decode.ts CODEC CLASS: reads every input of a class, and says how many there are, what
// the slowest took for its size, and how much memory the process had to take from the system meanwhile.
import { cbor } from "@kstash/codec-cbor";
import { msgpack } from "@kstash/codec-msgpack";
import { hostileCbor } from "../hostile/cbor.js";
import { hostileMsgpack } from "../hostile/msgpack.js";

const [codecName, title] = process.argv.slice(2);
const [codec, classes] =
  codecName === "cbor" ? ([cbor, hostileCbor] as const) : ([msgpack, hostileMsgpack] as const);
const inputs = [...(classes.find((each) => each.title === title)?.inputs() ?? [])];

function decode(bytes: Uint8Array): boolean {
  try {
    codec.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

// Both ways once, so that what the engine makes of the code itself is not counted.
decode(codec.encode({ a: [1, "text", new Uint8Array(1)] }));
decode(new Uint8Array());
globalThis.gc?.();
const before = process.resourceUsage().maxRSS;

let slowest = 0;
let refused = 0;
for (const [index, bytes] of inputs.entries()) {
  // What the small ones before it left behind is not this one's.
  if (bytes.length > 10_000 || index % 500 === 0) globalThis.gc?.();
  const started = performance.now();
  if (!decode(bytes)) refused += 1;
  const ms = performance.now() - started;
  slowest = Math.max(slowest, ms / Math.max(1, bytes.length / 100_000));
}
const extraMB = (process.resourceUsage().maxRSS - before) / 1024;
process.stdout.write(
  `${JSON.stringify({ inputs: inputs.length, refused, slowest, extraMB, bytes: Math.max(...inputs.map(({ length }) => length)) })}\n`,
);
