import { hash } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import {
  GetObjectCommand,
  PutObjectCommand,
  S3,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import { s3 } from "@kstash/backend-s3";
import { cbor } from "@kstash/codec-cbor";
import { createKstash } from "@kstash/core";
import { S3PayloadStore } from "@message-queue-toolkit/s3-payload-store";
import { bareEncoder } from "./bare-cbor.js";
import { bytesOf, order, stamp } from "./payloads.js";
import { BUCKET, type Reach } from "./s3-process.js";

/** Stores a payload and reads it back by what names it alone: one piece of work of which many are under way at once. */
type Flyer = () => Promise<unknown>;

export const FLYERS = {
  kstash: kstashFlyer,
  "cbor-x, MD5 and the bare SDK": sdkFlyer,
  "@message-queue-toolkit/s3-payload-store 4": payloadStoreFlyer,
};

const large = bytesOf(256 * 1024);
let id = 0;

/** What gives one payload after another, no two alike. */
export const PAYLOADS = {
  "256 KiB": () => (stamp(large), large.slice()),
  "1 KB": () => order((id += 1)),
};

/** What one process flies. */
export interface Flights {
  readonly flyer: keyof typeof FLYERS;
  readonly payload: keyof typeof PAYLOADS;
  readonly reach: Reach;
  /** How many payloads in one flight. */
  readonly count: number;
  /** How many at once. */
  readonly width: number;
}

function kstashFlyer(clientConfig: S3ClientConfig, make: () => unknown): Flyer {
  const { create, retrieve } = createKstash({
    codecs: [cbor],
    config: { backends: [s3({ clientConfig })] },
  });
  return async () => {
    const { address } = await create("x", make(), { namespace: BUCKET });
    return (await retrieve(address.text)).data;
  };
}

/** The same work by hand. */
function sdkFlyer(clientConfig: S3ClientConfig, make: () => unknown): Flyer {
  const client = new S3Client(clientConfig);
  return async () => {
    const encoded = bareEncoder.encode(make());
    const digest = hash("md5", encoded, "hex");
    const object = { Bucket: BUCKET, Key: `x.${digest}` };
    const ContentType = "application/cbor";
    await client.send(new PutObjectCommand({ ...object, Body: encoded, ContentType }));
    const { Body } = await client.send(new GetObjectCommand(object));
    const bytes = await Body!.transformToByteArray();
    if (hash("md5", bytes, "hex") !== digest) throw new Error("not what was stored");
    return bareEncoder.decode(bytes);
  };
}

/** A peer, which neither encodes nor verifies. */
function payloadStoreFlyer(clientConfig: S3ClientConfig, make: () => unknown): Flyer {
  const store = new S3PayloadStore({ s3: new S3(clientConfig) }, { bucketName: BUCKET });
  return async () => {
    const data = make() as Uint8Array;
    const value = Readable.from([data], { objectMode: false });
    const body = await store.retrievePayload(
      await store.storePayload({ value, size: data.length }),
    );
    return body && buffer(body);
  };
}
