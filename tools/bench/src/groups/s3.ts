import { hash } from "node:crypto";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { s3 } from "@kstash/backend-s3";
import { cbor } from "@kstash/codec-cbor";
import { Address, createKstash } from "@kstash/core";
import type { Group, Run } from "../harness/group.js";
import { race } from "../harness/race.js";
import { bareEncoder } from "../parts/bare-cbor.js";
import { bytesOf, stamp } from "../parts/payloads.js";
import { BUCKET, type S3Process, startS3 } from "../parts/s3-process.js";
import { size } from "../report/figures.js";
import { ratioRow, type Row } from "../report/row.js";

const MIB = 1024 * 1024;
const SIZES = [MIB / 2, 10 * MIB, 64 * MIB];

/** Buffers on S3, beside what the SDK takes by itself. */
export const s3Group: Group = {
  name: "s3",
  title: "Buffers on S3 (the repo's own server, in a process of its own, on loopback)",
  async run(run) {
    const server = await startS3({ tls: true });
    try {
      const rows: Row[] = [];
      for (const bytes of SIZES) rows.push(...(await measure(server, bytes, run)));
      return { rows };
    } finally {
      await server.close();
    }
  },
};

function roundsFor(length: number, quick: boolean): number {
  if (length > 20 * MIB) return quick ? 3 : 5;
  if (length > MIB) return quick ? 7 : 15;
  return quick ? 30 : 60;
}

async function measure(
  server: S3Process,
  length: number,
  { quick, progress }: Run,
): Promise<Row[]> {
  const client = new S3Client(server.clientConfig);
  const { create, retrieve, remove } = createKstash({
    codecs: [cbor],
    config: { backends: [s3({ clientConfig: server.clientConfig })] },
  });
  const bytes = bytesOf(length);
  const what = `${size(length)} over https`;
  const rounds = roundsFor(length, quick);
  const options = { rounds, progress: (done: string) => progress(`${what}: ${done}`) };
  const place = { Bucket: BUCKET, Key: "" };
  const before = () => stamp(bytes);
  let stored = "";

  const [creating, put] = await race(
    [
      {
        name: "create",
        before,
        run: async () =>
          void (stored = (await create("x", bytes, { namespace: BUCKET })).address.text),
        after: () => remove(stored),
      },
      {
        name: "cbor-x, MD5, the SDK's PutObject",
        before,
        run: async () => {
          const Body = bareEncoder.encode(bytes);
          place.Key = `x.${hash("md5", Body, "hex")}`;
          await client.send(
            new PutObjectCommand({ ...place, Body, ContentType: "application/cbor" }),
          );
        },
        after: () => client.send(new DeleteObjectCommand(place)),
      },
    ],
    options,
  );

  const { address } = await create("x", bytes, { namespace: BUCKET });
  place.Key = Address.parse(address.text).key;
  // One call a sample for both: there is nothing to prepare, but large bodies are to be freed.
  const after = () => undefined;
  const [retrieving, get] = await race(
    [
      { name: "retrieve", run: async () => (await retrieve(address)).data, after },
      {
        name: "the SDK's GetObject, MD5",
        run: async () => {
          const { Body } = await client.send(new GetObjectCommand(place));
          hash("md5", await Body!.transformToByteArray(), "hex");
        },
        after,
      },
    ],
    options,
  );
  await remove(address);
  client.destroy();
  return [
    ratioRow(`S3 create, ${what}`, creating!, put!, { atMost: 0.9 }),
    ratioRow(`S3 retrieve, ${what}`, retrieving!, get!, { atMost: 1.05 }),
  ];
}
