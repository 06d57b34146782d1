import { Child } from "../child.js";
import { hostileCbor } from "../hostile/cbor.js";
import { hostileMsgpack } from "../hostile/msgpack.js";

/** What one class of hostile inputs did to a process of its own. */
export interface Decoded {
  readonly codec: string;
  readonly title: string;
  readonly inputs: number;
  readonly refused: number;
  /** Of the largest input. */
  readonly bytes: number;
  /** What the slowest input took, in milliseconds for each 100 KB (or less) of it. */
  readonly slowest: number;
  /** By how much the process grew, at most, in MB of resident memory. */
  readonly extraMB: number;
}

export async function measureDecoding(): Promise<Decoded[]> {
  const rows: Decoded[] = [];
  for (const [codec, classes] of [
    ["cbor", hostileCbor],
    ["msgpack", hostileMsgpack],
  ] as const) {
    for (const { title } of classes) {
      const flags = ["--expose-gc", "--max-semi-space-size=1"];
      const child = new Child<Decoded>("decode", { args: [codec, title], flags });
      const [line] = await child.result();
      if (line) rows.push({ ...line, codec, title });
    }
  }
  return rows;
}
