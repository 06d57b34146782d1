import { hash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { cached } from "@kstash/backend-cached";
import { file } from "@kstash/backend-file";
import { s3 } from "@kstash/backend-s3";
import { cbor } from "@kstash/codec-cbor";
import { type Backend, createKstash } from "@kstash/core";
import { createMessages } from "@kstash/messages";
import type { Group, Run } from "../harness/group.js";
import { race, ratioOf, type Timing } from "../harness/race.js";
import { spreadOf } from "../harness/statistics.js";
import { runChild } from "../parts/child.js";
import { bytesOf, order, stamp } from "../parts/payloads.js";
import { BUCKET, type S3Process, startS3 } from "../parts/s3-process.js";
import { milliseconds, size } from "../report/figures.js";
import { ratioRow, type Row, spreadRow, type Target } from "../report/row.js";

const MIB = 1024 * 1024;
/** How many are read in turn from what is near, each once, as one alone takes less time than a sample should. */
const SEVERAL = 16;
const LINK = { latencyMs: 20, connectionRate: 60_000_000 };

/** A store that is 20 ms away and gives each connection 60 MB/s. */
export const farGroup: Group = {
  name: "far",
  title: "Far away: 20 ms, and 60 MB/s for each connection",
  async run(run) {
    const server = await startS3({ link: LINK, unchecked: true });
    try {
      const rows: Row[] = [];
      const limits: string[] = [];
      for (const length of run.quick ? [64 * MIB] : [64 * MIB, 1024 * MIB]) {
        const found = await large(server, length, run);
        rows.push(...found.rows);
        limits.push(...found.limits);
      }
      rows.push(...(await near(server, run)), await references(server, run));
      return { rows, notes: [`Where the limit is:\n\n${limits.join("\n")}`] };
    } finally {
      await server.close();
    }
  },
};

function kstashOn(backend: Backend) {
  return createKstash({
    codecs: [cbor],
    config: { backends: [backend], maxPayloadBytes: 2 ** 31 },
  });
}

/** How many times as fast as `to`. */
function fasterRow(what: string, timing: Timing, to: Timing, target: Target): Row {
  const times = [timing, to].map(({ wall }) => milliseconds(spreadOf(wall).median));
  const faster = spreadRow(what, to.name, ratioOf(to, timing), target);
  return { ...faster, times: times.join(" / ") };
}

async function large(server: S3Process, length: number, run: Run) {
  const client = new S3Client(server.clientConfig);
  const { create, retrieve, remove } = kstashOn(s3({ clientConfig: server.clientConfig }));
  const bytes = bytesOf(length);
  const what = size(length);
  const rounds = length > 512 * MIB ? 1 : run.quick ? 3 : 7;
  const options = { rounds, progress: (done: string) => run.progress(`${what}: ${done}`) };
  const object = { Bucket: BUCKET, Key: "far" };
  const before = () => stamp(bytes);
  const after = () => undefined;
  let address = "";
  const [creating, put, upload] = await race(
    [
      {
        name: "create",
        before: async () => {
          if (address) await remove(address);
          stamp(bytes);
        },
        run: async () =>
          void (address = (await create("x", bytes, { namespace: BUCKET })).address.text),
      },
      {
        name: "the SDK's PutObject",
        before,
        run: () => client.send(new PutObjectCommand({ ...object, Body: bytes })),
      },
      {
        name: "lib-storage's Upload",
        before,
        run: () => new Upload({ client, params: { ...object, Body: bytes } }).done(),
      },
    ],
    options,
  );
  const [retrieving, streaming, get] = await race(
    [
      { name: "retrieve", run: async () => (await retrieve(address)).data, after },
      {
        name: "retrieve as a stream",
        run: async () => {
          const { data } = await retrieve(address, { as: "stream" });
          for await (const _ of data as Readable);
        },
        after,
      },
      {
        name: "the SDK's GetObject",
        run: async () => {
          const { Body } = await client.send(new GetObjectCommand(object));
          await Body!.transformToByteArray();
        },
        after,
      },
    ],
    options,
  );
  const peak = async (as: string) =>
    size(Number(await runChild("peak-far", [as, address], server.env)));
  const held = { whole: await peak("whole"), stream: await peak("stream") };
  await remove(address);
  client.destroy();
  const rows: Row[] = [
    fasterRow(`create, ${what}: times as fast`, creating!, put!, { atLeast: 4 }),
    fasterRow(`create, ${what}: times as fast`, creating!, upload!, { atLeast: 1 }),
    fasterRow(`retrieve, ${what} (${held.whole} at its peak): times as fast`, retrieving!, get!, {
      atLeast: 4,
    }),
    fasterRow(
      `retrieve as a stream, ${what} (${held.stream} at its peak): times as fast`,
      streaming!,
      get!,
      { atLeast: 4 },
    ),
  ];
  const alone = aloneOf(bytes);
  const limits = [
    `- create, ${what}: ${shareOf(alone.before, creating!)} of the time is encoding and one digest before the first byte leaves, as the key is the digest; the CPU time of this process is ${shareOf(creating!.cpu, creating!)}.`,
    `- retrieve, ${what}: the CPU time of this process is ${shareOf(retrieving!.cpu, retrieving!)} of the time, that of the digest alone ${shareOf(alone.digest, retrieving!)}.`,
  ];
  return { rows, limits };
}

/** What encoding and digesting take by themselves, in milliseconds. */
function aloneOf(bytes: Uint8Array) {
  const start = performance.now();
  const encoded = cbor.encode(bytes);
  const between = performance.now();
  hash("md5", encoded, "hex");
  const end = performance.now();
  return { before: end - start, digest: end - between };
}

function shareOf(ms: number, { wall }: Timing): string {
  return `${Math.round((100 * ms) / spreadOf(wall).median)}%`;
}

/** What this process, or this machine, has read before. */
async function near(server: S3Process, { quick, progress }: Run): Promise<Row[]> {
  const root = await mkdtemp(join(tmpdir(), "kstash-bench-"));
  const backend = s3({ clientConfig: server.clientConfig });
  const far = kstashOn(backend);
  const addresses = await Promise.all(
    Array.from({ length: SEVERAL }, async (_, index) => {
      const { address } = await far.create("x", order(index), { namespace: BUCKET });
      return address;
    }),
  );
  const address = addresses[0]!;
  const below = file({ root, durable: false });
  const inMemory = kstashOn(cached(backend, { maxBytes: MIB }));
  const onMachine = () => kstashOn(cached(backend, { maxBytes: MIB, below }));
  const each = async ({ retrieve }: ReturnType<typeof kstashOn>) => {
    for (const address of addresses) await retrieve(address);
  };
  await each(onMachine());
  let fresh = onMachine();
  const after = () => undefined;
  const [memory, machine, several, miss, stampede, store] = await race(
    [
      { name: "from memory", run: () => each(inMemory), after },
      {
        name: "from a file below",
        before: () => void (fresh = onMachine()),
        run: () => each(fresh),
      },
      { name: "s3", run: () => each(far), after },
      {
        name: "a miss",
        before: () => void (fresh = kstashOn(cached(backend, { maxBytes: MIB }))),
        run: () => fresh.retrieve(address),
      },
      {
        name: "64 readers of one address at once",
        before: () => void (fresh = kstashOn(cached(backend, { maxBytes: MIB }))),
        run: () => Promise.all(Array.from({ length: 64 }, () => fresh.retrieve(address))),
      },
      { name: "s3", run: () => far.retrieve(address), after },
    ],
    { rounds: quick ? 10 : 40, progress },
  );
  await rm(root, { recursive: true, force: true });
  return [
    fasterRow(`cached, ${SEVERAL} × 1 KB from memory: times as fast`, memory!, several!, {
      atLeast: 100,
    }),
    fasterRow(`cached, ${SEVERAL} × 1 KB from files below: times as fast`, machine!, several!, {
      atLeast: 100,
    }),
    ratioRow("cached, a miss", miss!, store!),
    ratioRow("cached, 64 readers of one address at once (one request)", stampede!, store!),
  ];
}

async function references(server: S3Process, { quick, progress }: Run): Promise<Row> {
  const kstash = kstashOn(s3({ clientConfig: server.clientConfig }));
  const { hydrate } = createMessages({ kstash });
  const messageOf = async (count: number) => {
    const stashes = Array.from({ length: count }, (_, index) =>
      kstash.create("x", order(index), { namespace: BUCKET }),
    );
    return { orders: (await Promise.all(stashes)).map(({ address }) => address.text) };
  };
  const [one, twenty] = [await messageOf(1), await messageOf(20)];
  const after = () => undefined;
  const [many, single] = await race(
    [
      { name: "20 references", run: () => hydrate(twenty, { fields: ["orders.*"] }), after },
      { name: "1 reference", run: () => hydrate(one, { fields: ["orders.*"] }), after },
    ],
    { rounds: quick ? 10 : 40, progress },
  );
  return ratioRow("hydrate of a message with 20 references", many!, single!, { atMost: 1.5 });
}
