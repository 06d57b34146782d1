// node --expose-gc decode.ts CODEC CLASS: reads every input of a class, and says how many there are, what
// the slowest took for its size, and how much memory one of them took at most: all that was allocated,
// garbage as well. Needs room for it, so that nothing is collected meanwhile: --min-semi-space-size=128.
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

/** In MB: what lives, and what was allocated since the last collection. */
function allocated(): number {
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}

// Both ways once, so that what the engine makes of the code itself is not counted.
decode(codec.encode({ a: [1, "text", new Uint8Array(1)] }));
decode(new Uint8Array());

let slowest = 0;
let refused = 0;
let extraMB = 0;
for (const bytes of inputs) {
  const isLarge = bytes.length > 10_000;
  const times: number[] = [];
  // The best of some, in time of the processor: other processes have their share of it.
  for (let attempt = 0; attempt < (isLarge ? 5 : 2); attempt++) {
    if (isLarge) globalThis.gc?.();
    const before = allocated();
    const started = process.cpuUsage();
    const isRead = decode(bytes);
    const { user, system } = process.cpuUsage(started);
    times.push((user + system) / 1000);
    extraMB = Math.max(extraMB, allocated() - before);
    if (!isRead && attempt === 0) refused += 1;
  }
  slowest = Math.max(slowest, Math.min(...times) / Math.max(1, bytes.length / 100_000));
}
const bytes = Math.max(...inputs.map(({ length }) => length));
process.stdout.write(
  `${JSON.stringify({ inputs: inputs.length, refused, slowest, extraMB, bytes })}\n`,
);
