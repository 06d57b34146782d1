import { createHash } from "node:crypto";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { inline } from "@kstash/backend-inline";
import { s3 } from "@kstash/backend-s3";
import { cbor } from "@kstash/codec-cbor";
import { msgpack } from "@kstash/codec-msgpack";
import { type Codec, createKstash, type Kstash, StashCorrupted } from "@kstash/core";
import { type S3Server, startS3Server } from "@kstash/s3-server";
import { hostileCbor } from "../src/hostile/cbor.js";
import type { HostileClass } from "../src/hostile/hostile-class.js";
import { hostileMsgpack } from "../src/hostile/msgpack.js";

const formats: [string, Codec, readonly HostileClass[]][] = [
  ["CBOR", cbor, hostileCbor],
  ["MessagePack", msgpack, hostileMsgpack],
];

/** Whether reading it was refused as corrupted; what is read must be something that could be stashed. */
async function isRefused({ retrieve }: Kstash, address: string, codec: Codec): Promise<boolean> {
  try {
    codec.encode((await retrieve(address)).data);
    return false;
  } catch (error) {
    if (!StashCorrupted.isInstance(error)) throw error;
    return true;
  }
}

function inlineAddress(bytes: Uint8Array, codec: Codec): string {
  const data = encodeURIComponent(Buffer.from(bytes).toString("base64"));
  return `inline://stashes/x?data=${data}&codec=${codec.name}`;
}

describe.each(formats)("hostile %s in an inline address", (_, codec, classes) => {
  const kstash = createKstash({ codecs: [codec], config: { backends: [inline()] } });
  let total = 0;

  test.each(classes)("$title", async ({ malformed, inputs }) => {
    const inherited = Reflect.ownKeys(Object.prototype).length;
    let read = 0;
    for (const bytes of inputs()) {
      if (!(await isRefused(kstash, inlineAddress(bytes, codec), codec))) read += 1;
      total += 1;
    }
    if (malformed) expect(read).toBe(0);
    expect(Reflect.ownKeys(Object.prototype)).toHaveLength(inherited);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("2,000 inputs at least", () => {
    expect(total).toBeGreaterThanOrEqual(2000);
  });
});

describe.each(formats)("hostile %s in an object that somebody else stored", (_, codec, classes) => {
  let server: S3Server;
  let client: S3Client;
  let kstash: Kstash;
  beforeAll(async () => {
    server = await startS3Server({ buckets: ["stashes"] });
    const { endpoint, region, credentials } = server;
    client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
    kstash = createKstash({ codecs: [codec], config: { backends: [s3({ client })] } });
  });
  afterAll(async () => {
    client.destroy();
    await server.close();
  });

  test.each(classes)("$title", async ({ inputs }) => {
    // The last is the most of its kind.
    const Body = [...inputs()].at(-1) as Uint8Array;
    const Key = `x.${createHash("sha256").update(Body).digest("hex")}`;
    const ContentType = codec.contentType;
    await client.send(new PutObjectCommand({ Bucket: "stashes", Key, Body, ContentType }));
    await isRefused(kstash, `s3://stashes/${Key}`, codec);
  });
});
