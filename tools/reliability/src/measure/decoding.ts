import { Child } from "../child.js";
import { hostileCbor } from "../hostile/cbor.js";
import { hostileMsgpack } from "../hostile/msgpack.js";

type Format = "cbor" | "msgpack";

/** What one class of hostile inputs did to a process of its own. */
export interface Decoded {
  readonly codec: Format;
  readonly title: string;
  readonly inputs: number;
  readonly refused: number;
  /** Of the largest input. */
  readonly bytes: number;
  /** What the slowest input took of the processor, in milliseconds for each 100 KB (or less) of it. */
  readonly slowest: number;
  /** What one input made it allocate at most, in MB: what was read, and garbage. */
  readonly extraMB: number;
}

export async function measureClass(codec: Format, title: string): Promise<Decoded> {
  // Room for all that one input can make it allocate: nothing is collected, and so missed, meanwhile.
  const flags = ["--expose-gc", "--min-semi-space-size=128", "--max-semi-space-size=128"];
  const child = new Child<Decoded>("decode", { args: [codec, title], flags });
  const [line] = await child.result();
  return { ...(line as Decoded), codec, title };
}

/** One class after the other: those whose title holds a text. */
export async function* measureDecoding(part = ""): AsyncGenerator<Decoded> {
  for (const [codec, classes] of [
    ["cbor", hostileCbor],
    ["msgpack", hostileMsgpack],
  ] as const) {
    for (const { title } of classes) if (title.includes(part)) yield measureClass(codec, title);
  }
}
