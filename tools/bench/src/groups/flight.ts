import { type Flight, type Flyer, fly, timesOf } from "../harness/flight.js";
import type { Group, Run } from "../harness/group.js";
import { spreadOf } from "../harness/statistics.js";
import { bytesOf, order, stamp } from "../parts/payloads.js";
import { kstashFlyer, payloadStoreFlyer, sdkFlyer } from "../parts/s3-flyers.js";
import { type S3Process, startS3 } from "../parts/s3-process.js";
import { milliseconds } from "../report/figures.js";
import { type Row, spreadRow, type Target } from "../report/row.js";

const WIDTH = 64;
const NOTE =
  "Loopback and two cores are the limit here: this process is busy all the time, at 20 ms too (its CPU time per payload is its time per payload), mostly in the SDK's own middleware.";

/** Create and retrieve of many payloads at once. */
export const flightGroup: Group = {
  name: "flight",
  title: "Many at once: create and retrieve, 64 in flight",
  async run(run) {
    const rows: Row[] = [];
    const server = async (options: Parameters<typeof startS3>[0], measure: Measure) => {
      const s3 = await startS3(options);
      try {
        rows.push(...(await measure(s3, run)));
      } finally {
        await s3.close();
      }
    };
    await server({ tls: true }, large);
    await server({}, (s3, run) => small(s3, run, "http"));
    await server({ tls: true }, (s3, run) => small(s3, run, "https"));
    await server({ link: { latencyMs: 20 } }, far);
    return { rows, notes: [NOTE] };
  },
};

type Measure = (s3: S3Process, run: Run) => Promise<Row[]>;

async function large(s3: S3Process, { quick, progress }: Run): Promise<Row[]> {
  const bytes = bytesOf(256 * 1024);
  const make = () => (stamp(bytes), bytes.slice());
  const what = "256 KiB over https";
  const flyers = [kstashFlyer(s3, make), sdkFlyer(s3, make), payloadStoreFlyer(s3, make)];
  const [ours, sdk, peer] = await fly(flyers, options(quick ? 3 : 7, 320, progress, what));
  return [
    rateRow(what, ours!, sdk!, { atLeast: 1.1 }),
    cpuRow(what, ours!, sdk!),
    p99Row(what, ours!, sdk!),
    rateRow(what, ours!, peer!, { atLeast: 1 }),
  ];
}

async function small(s3: S3Process, run: Run, protocol: string): Promise<Row[]> {
  const what = `1 KB over ${protocol}`;
  const [ours, sdk] = await fly(
    smallFlyers(s3),
    options(run.quick ? 5 : 15, 640, run.progress, what),
  );
  return [
    rateRow(what, ours!, sdk!, { atLeast: 1 }),
    cpuRow(what, ours!, sdk!, { atMost: 1.03 }),
    p99Row(what, ours!, sdk!),
  ];
}

async function far(s3: S3Process, { quick, progress }: Run): Promise<Row[]> {
  const what = "1 KB at 20 ms, http";
  const [ours, sdk] = await fly(smallFlyers(s3), options(quick ? 5 : 15, 640, progress, what));
  return [
    rateRow(what, ours!, sdk!, { atLeast: 1 }),
    cpuRow(what, ours!, sdk!),
    p99Row(what, ours!, sdk!, { atMost: 1.05 }),
  ];
}

function smallFlyers(s3: S3Process): Flyer[] {
  let id = 0;
  const make = () => order((id += 1));
  return [kstashFlyer(s3, make), sdkFlyer(s3, make)];
}

function options(rounds: number, count: number, progress: Run["progress"], what: string) {
  return { rounds, count, width: WIDTH, progress: (done: string) => progress(`${what}: ${done}`) };
}

function rateRow(what: string, ours: Flight, theirs: Flight, target: Target): Row {
  const rates = [ours, theirs].map(({ rate }) => Math.round(spreadOf(rate).median));
  return {
    ...spreadRow(
      `${what}: payloads per second`,
      theirs.name,
      timesOf(ours.rate, theirs.rate),
      target,
    ),
    times: `${rates.join(" / ")} per s`,
  };
}

function cpuRow(what: string, ours: Flight, theirs: Flight, target: Target = {}): Row {
  return timeRow(`${what}: CPU per payload`, theirs.name, ours.cpu, theirs.cpu, target);
}

function p99Row(what: string, ours: Flight, theirs: Flight, target: Target = {}): Row {
  return timeRow(`${what}: 99th percentile`, theirs.name, ours.p99, theirs.p99, target);
}

function timeRow(
  what: string,
  against: string,
  ours: readonly number[],
  theirs: readonly number[],
  target: Target,
): Row {
  const times = [ours, theirs].map((each) => milliseconds(spreadOf(each).median));
  return { ...spreadRow(what, against, timesOf(ours, theirs), target), times: times.join(" / ") };
}
