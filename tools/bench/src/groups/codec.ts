import { cbor } from "@kstash/codec-cbor";
import * as cborg from "cborg";
import type { Group, Run } from "../harness/group.js";
import { race } from "../harness/race.js";
import { bareDecoder, bareEncoder } from "../parts/bare-cbor.js";
import { recordsOf } from "../parts/payloads.js";
import { size } from "../report/figures.js";
import { ratioRow, type Row } from "../report/row.js";

const KIB = 1024;
const SIZES = [KIB, 100 * KIB, 10 * KIB * KIB];

/** Records as CBOR, beside the fastest library and a deterministic one. */
export const codecGroup: Group = {
  name: "codec",
  title: "Records as CBOR",
  async run(run) {
    const rows: Row[] = [];
    for (const bytes of SIZES) {
      for (const keys of ["sorted", "unsorted"] as const)
        rows.push(...(await encoding(bytes, keys, run)));
      rows.push(...(await decoding(bytes, run)));
    }
    return { rows };
  },
};

function roundsFor(bytes: number, quick: boolean): number {
  if (bytes > KIB * KIB) return quick ? 3 : 7;
  return quick ? 40 : 150;
}

async function encoding(
  bytes: number,
  keys: "sorted" | "unsorted",
  { quick, progress }: Run,
): Promise<Row[]> {
  const records = recordsOf(bytes, keys);
  const what = `codec-cbor encode, ${size(bytes)}, keys ${keys}`;
  const [ours, bare, strict] = await race(
    [
      { name: "codec-cbor", run: () => cbor.encode(records) },
      { name: "cbor-x", run: () => bareEncoder.encode(records) },
      { name: "cborg", run: () => cborg.encode(records, { float64: true }) },
    ],
    { rounds: roundsFor(bytes, quick), progress: (done) => progress(`${what}: ${done}`) },
  );
  return [
    ratioRow(what, ours!, bare!, { atMost: 2.2 }),
    ratioRow(
      `cborg encode, ${size(bytes)}, keys ${keys}`,
      strict!,
      { ...ours!, name: "codec-cbor" },
      { atLeast: 2 },
    ),
  ];
}

async function decoding(bytes: number, { quick, progress }: Run): Promise<Row[]> {
  const encoded = cbor.encode(recordsOf(bytes, "sorted"));
  const what = `codec-cbor decode, ${size(bytes)}`;
  const [ours, bare, strict] = await race(
    [
      { name: "codec-cbor", run: () => cbor.decode(encoded) },
      { name: "cbor-x, which checks nothing", run: () => bareDecoder.decode(encoded) as unknown },
      { name: "cborg", run: () => cborg.decode(encoded) as unknown },
    ],
    { rounds: roundsFor(bytes, quick), progress: (done) => progress(`${what}: ${done}`) },
  );
  return [
    ratioRow(what, ours!, bare!, { atMost: 1.5 }),
    ratioRow(
      `cborg decode, ${size(bytes)}`,
      strict!,
      { ...ours!, name: "codec-cbor" },
      { atLeast: 1.3 },
    ),
  ];
}
