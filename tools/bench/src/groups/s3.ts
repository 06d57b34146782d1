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
import { partRow, ratioRow, type Row } from "../report/row.js";

const MIB = 1024 * 1024;
const SIZES = [MIB / 2, 10 * MIB, 64 * MIB];

/** Buffers on S3, beside what the SDK takes by itself. */
export const s3Group: Group = {
  name: "s3",
  title: "Buffers on S3 (the repo's own server, in a process of its own, on loopback)",
  async run(run) {
    const rows: Row[] = [];
    for (const tls of [false, true]) {
      const server = await startS3({ tls });
      try {
        for (const bytes of SIZES)
          rows.push(...(await measure(server, bytes, tls ? "https" : "http", run)));
      } finally {
        await server.close();
      }
    }
    return { rows };
  },
};

const WHY_CREATE =
  "over http the signature has to cover the body by its SHA-256, beside the MD5 of the address, and the server computes both as well: of what the floor does, its CRC32 alone can be left out, and the next row is what that brings. More would take a signature of the MD5 in the body's place (UNSIGNED-PAYLOAD), which no SDK sends over http. Over https, or with SHA-256 (`sha256`), one hash is enough";
const WHY_RETRIEVE =
  "what is read is digested and put in its place as it comes, which takes no longer than the floor: see the quartiles for the noise of a single request";

function roundsFor(length: number, quick: boolean): number {
  if (length > 20 * MIB) return quick ? 3 : 5;
  if (length > MIB) return quick ? 7 : 15;
  return quick ? 30 : 60;
}

async function measure(
  server: S3Process,
  length: number,
  protocol: string,
  { quick, progress }: Run,
): Promise<Row[]> {
  const client = new S3Client(server.clientConfig);
  const { create, retrieve, remove } = createKstash({
    codecs: [cbor],
    config: { backends: [s3({ clientConfig: server.clientConfig })] },
  });
  const bytes = bytesOf(length);
  const what = `${size(length)} over ${protocol}`;
  const rounds = roundsFor(length, quick);
  const options = { rounds, progress: (done: string) => progress(`${what}: ${done}`) };
  const place = { Bucket: BUCKET, Key: "" };
  const before = () => stamp(bytes);
  let stored = "";

  // What is left of the floor without a second check of the body: no more can be saved.
  const lean = new S3Client({
    ...server.clientConfig,
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
  const putWith = (client: S3Client) => async () => {
    const Body = bareEncoder.encode(bytes);
    place.Key = `x.${hash("md5", Body, "hex")}`;
    await client.send(new PutObjectCommand({ ...place, Body, ContentType: "application/cbor" }));
  };
  const clear = () => client.send(new DeleteObjectCommand(place));

  const [create1, put, least] = await race(
    [
      {
        name: "create",
        before,
        run: async () =>
          void (stored = (await create("x", bytes, { namespace: BUCKET })).address.text),
        after: () => remove(stored),
      },
      { name: "cbor-x, MD5, the SDK's PutObject", before, run: putWith(client), after: clear },
      { name: "the same without a CRC32", before, run: putWith(lean), after: clear },
    ],
    options,
  );

  const { address } = await create("x", bytes, { namespace: BUCKET });
  place.Key = Address.parse(address.text).key;
  // One call a sample for both: there is nothing to prepare, but large bodies are to be freed.
  const after = () => undefined;
  const [retrieve1, get] = await race(
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
  lean.destroy();
  return [
    {
      ...ratioRow(`S3 create, ${what}`, create1!, put!, { atMost: 0.9 }),
      ...(protocol === "http" && { why: WHY_CREATE }),
    },
    ...(protocol === "http"
      ? [partRow(`the least: the floor without its CRC32, ${what}`, least!, put!)]
      : []),
    { ...ratioRow(`S3 retrieve, ${what}`, retrieve1!, get!, { atMost: 1.05 }), why: WHY_RETRIEVE },
  ];
}
