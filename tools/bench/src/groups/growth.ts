import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { file } from "@kstash/backend-file";
import { mem } from "@kstash/backend-mem";
import { s3 } from "@kstash/backend-s3";
import { cbor } from "@kstash/codec-cbor";
import { type Backend, createKstash, type Kstash } from "@kstash/core";
import type { Group, Run } from "../harness/group.js";
import { BUCKET, startS3 } from "../parts/s3-process.js";
import { bytesOf, stamp } from "../parts/payloads.js";
import { size } from "../report/figures.js";
import { type Curve, steepest } from "../report/curves.js";
import type { Row } from "../report/row.js";

const AT_ONCE = 64;

/** How time grows with the size of payloads, their number in flight, and the number that is stored. */
export const growthGroup: Group = {
  name: "growth",
  title: "Growth: 1 is in proportion, 0 is constant",
  async run(run) {
    const root = await mkdtemp(join(tmpdir(), "kstash-bench-"));
    const server = await startS3();
    try {
      const curves = [
        await bySize("mem", mem(), run),
        await bySize("s3", s3({ clientConfig: server.clientConfig }), run),
        await byFlight(1024, s3({ clientConfig: server.clientConfig }), run),
        await byFlight(1024 * 1024, s3({ clientConfig: server.clientConfig }), run),
        await byNumber("mem", mem(), run),
        await byNumber("file", file({ root }), run),
        await byNumber("s3", s3({ clientConfig: server.clientConfig }), run, 10_000),
      ];
      return { rows: curves.map(rowOf), curves };
    } finally {
      await server.close();
      await rm(root, { recursive: true, force: true });
    }
  },
};

function kstashOn(backend: Backend): Kstash {
  return createKstash({ codecs: [cbor], config: { backends: [backend] } });
}

async function bySize(name: string, backend: Backend, { quick, progress }: Run): Promise<Curve> {
  const { create, retrieve, remove } = kstashOn(backend);
  const points: [number, number][] = [];
  for (let length = 1024; length <= (quick ? 2 ** 24 : 2 ** 28); length *= 8) {
    const bytes = bytesOf(length);
    const samples: number[] = [];
    for (let round = 0; round < (length > 2 ** 22 ? 3 : 30); round++) {
      stamp(bytes);
      const start = performance.now();
      const { address } = await create("x", bytes, { namespace: BUCKET });
      await retrieve(address);
      samples.push(performance.now() - start);
      await remove(address);
    }
    points.push([length, median(samples)]);
    progress(`${name}, ${length} bytes`);
  }
  return { title: `create + retrieve in ${name}`, x: "bytes", y: "ms", points };
}

async function byFlight(
  length: number,
  backend: Backend,
  { quick, progress }: Run,
): Promise<Curve> {
  const { create, retrieve, remove } = kstashOn(backend);
  const points: [number, number][] = [];
  const bytes = bytesOf(length);
  const once = async (name: string) => {
    const { address } = await create(name, bytes, { namespace: BUCKET });
    await retrieve(address);
    return address;
  };
  for (let flight = 1; flight <= 256; flight *= 4) {
    const samples: number[] = [];
    for (let round = 0; round < (quick ? 3 : 9); round++) {
      const start = performance.now();
      const names = Array.from({ length: flight }, (_, index) => `f${flight}/${round}/${index}`);
      const addresses = await Promise.all(names.map(once));
      samples.push(performance.now() - start);
      await Promise.all(addresses.map((address) => remove(address)));
    }
    points.push([flight, median(samples)]);
    progress(`${flight} in flight`);
  }
  return {
    title: `create + retrieve of ${size(length)} on s3 at once`,
    x: "in flight",
    y: "ms for all",
    points,
  };
}

async function byNumber(
  name: string,
  backend: Backend,
  { quick, progress }: Run,
  most = 100_000,
): Promise<Curve> {
  const { create } = kstashOn(backend);
  const points: [number, number][] = [];
  // Compiled first: else the first stashes are the slowest, and everything seems to grow well.
  for (let index = 0; index < 200; index++) {
    await create(`warm/${index}`, { index }, { namespace: BUCKET });
  }
  const start = performance.now();
  let stored = 0;
  for (let number = 10; number <= (quick ? 1000 : most); number *= 10) {
    for (; stored < number; stored += AT_ONCE) {
      const batch = Array.from(
        { length: Math.min(AT_ONCE, number - stored) },
        (_, i) => stored + i,
      );
      await Promise.all(
        batch.map((index) => create(`n/${index}`, { index }, { namespace: BUCKET })),
      );
    }
    stored = number;
    points.push([number, performance.now() - start]);
    progress(`${number} stashes in ${name}`);
  }
  return { title: `small stashes in ${name}`, x: "stashes", y: "ms for all", points };
}

function rowOf(curve: Curve): Row {
  const exponent = steepest(curve);
  const [first, last] = [curve.points[0]!, curve.points.at(-1)!];
  const overall = Math.log(last[1] / first[1]) / Math.log(last[0] / first[0]);
  return {
    what: `${curve.title}, ${curve.x} from ${first[0]} to ${last[0]}`,
    against: "time as a power of it",
    figure: overall.toFixed(2),
    noise: `steepest step ${exponent.toFixed(2)}`,
    target: "≤ 1",
    reached: overall <= 1.005,
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
