import { type Flight, fly, medianOf, timesOf } from "../harness/flight.js";
import type { Sample } from "../harness/fly-once.js";
import type { Group, Run } from "../harness/group.js";
import { spreadOf } from "../harness/statistics.js";
import { workOn } from "../parts/own-work.js";
import { hasRealS3, startRealS3 } from "../parts/real-s3.js";
import { type Flights, PAYLOADS } from "../parts/s3-flyers.js";
import { type S3Server, startS3 } from "../parts/s3-process.js";
import { milliseconds } from "../report/figures.js";
import { type Row, spreadRow, type Target } from "../report/row.js";

const SDK: Flights["flyer"] = "cbor-x, MD5 and the bare SDK";
const PEER: Flights["flyer"] = "@message-queue-toolkit/s3-payload-store 4";

// The server keeps them all.
const COUNT = { "256 KiB": 320, "1 KB": 640 };

/** What is flown, and where. */
interface Route {
  readonly what: string;
  readonly start: () => Promise<S3Server>;
  readonly payload: Flights["payload"];
  readonly targets: Partial<Record<"rate" | "peerRate" | "cpu" | "p99", Target>>;
}

const level = { rate: { atLeast: 1 }, cpu: { atMost: 1.03 } };
const ROUTES: readonly Route[] = [
  {
    what: "256 KiB over https",
    start: () => startS3({ tls: true }),
    payload: "256 KiB",
    targets: { rate: { atLeast: 1.1 }, peerRate: { atLeast: 1 } },
  },
  { what: "1 KB over http", start: () => startS3(), payload: "1 KB", targets: level },
  {
    what: "1 KB over https",
    start: () => startS3({ tls: true }),
    payload: "1 KB",
    targets: level,
  },
  {
    what: "1 KB at 20 ms, http",
    start: () => startS3({ link: { latencyMs: 20 } }),
    payload: "1 KB",
    targets: { rate: { atLeast: 1 }, p99: { atMost: 1.05 } },
  },
];

// The peer is not among them: it sends streams without their length, which Ceph refuses.
const REAL_ROUTES: readonly Route[] = [
  {
    what: "1 KB, a real Ceph over http",
    start: () => startRealS3({ tls: false }),
    payload: "1 KB",
    targets: { rate: { atLeast: 1 } },
  },
  {
    what: "256 KiB, a real Ceph over https",
    start: () => startRealS3({ tls: true }),
    payload: "256 KiB",
    targets: { rate: { atLeast: 1 } },
  },
];

/** Create and retrieve of many payloads at once. */
export const flightGroup: Group = {
  name: "flight",
  title: "Many at once: create and retrieve, 64 in flight, each contender in a process of its own",
  async run(run) {
    const isReal = hasRealS3();
    const rows: Row[] = [];
    const limits: string[] = [];
    for (const route of isReal ? [...ROUTES, ...REAL_ROUTES] : ROUTES) {
      const found = await flyAlong(route, run);
      rows.push(...found.rows);
      limits.push(found.limit);
    }
    const notes = [`Where the limit is, ours / theirs:\n\n${limits.join("\n")}`];
    if (!isReal) notes.push("Ceph (Debian's `radosgw`) is not on this machine.");
    return { rows, notes };
  },
};

async function flyAlong({ what, start, payload, targets }: Route, { quick, progress }: Run) {
  const s3 = await start();
  try {
    const flyers: Flights["flyer"][] = ["kstash", SDK, ...(targets.peerRate ? [PEER] : [])];
    const [ours, sdk, peer] = await fly(
      flyers.map((flyer) => ({
        flyer,
        payload,
        reach: s3.reach,
        count: COUNT[payload],
        width: 64,
      })),
      quick ? 3 : 9,
      (done) => progress(`${what}: ${done}`),
    );
    const rows = [
      rateRow(what, ours!, sdk!, targets.rate),
      timeRow(`${what}: CPU per payload`, "cpu", ours!, sdk!, targets.cpu),
      timeRow(`${what}: 99th percentile`, "p99", ours!, sdk!, targets.p99),
      ...(peer ? [rateRow(what, ours!, peer, targets.peerRate)] : []),
    ];
    return { rows, limit: `- ${what}: ${limitOf(ours!, sdk!, PAYLOADS[payload])}.` };
  } finally {
    await s3.close();
  }
}

function rateRow(what: string, ours: Flight, theirs: Flight, target?: Target): Row {
  const ratio = timesOf("rate", ours, theirs);
  const rates = [ours, theirs].map((flight) => Math.round(medianOf("rate", flight)));
  return {
    ...spreadRow(`${what}: payloads per second`, theirs.name, ratio, target),
    times: `${rates.join(" / ")} per s`,
  };
}

function timeRow(
  what: string,
  of: keyof Sample,
  ours: Flight,
  theirs: Flight,
  target?: Target,
): Row {
  const times = [ours, theirs].map((flight) => milliseconds(medianOf(of, flight)));
  return {
    ...spreadRow(what, theirs.name, timesOf(of, ours, theirs), target),
    times: times.join(" / "),
  };
}

/** Whether the process or the other end, and what of the process's time is no request. */
function limitOf(ours: Flight, theirs: Flight, make: () => unknown): string {
  const percent = (part: number) => `${Math.round(100 * part)}%`;
  const both = (of: keyof Sample) =>
    [ours, theirs].map((flight) => percent(medianOf(of, flight))).join(" / ");
  const own = (timeOf(() => workOn(make())) / 1000) * medianOf("rate", ours);
  return `the process is busy ${both("busy")} of the time, with garbage collection ${both("collecting")}; encoding, two digests and decoding are ${percent(own)} of ours`;
}

/** The median of many calls, in milliseconds. */
function timeOf(run: () => unknown): number {
  const times: number[] = [];
  for (let call = 0; call < 300; call++) {
    const start = performance.now();
    run();
    times.push(performance.now() - start);
  }
  return spreadOf(times).median;
}
