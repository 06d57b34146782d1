import { hash } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { GetObjectCommand, PutObjectCommand, S3, S3Client } from "@aws-sdk/client-s3";
import { s3 } from "@kstash/backend-s3";
import { cbor } from "@kstash/codec-cbor";
import { createKstash } from "@kstash/core";
import { S3PayloadStore } from "@message-queue-toolkit/s3-payload-store";
import type { Flyer } from "../harness/flight.js";
import { bareEncoder } from "./bare-cbor.js";
import { BUCKET, type S3Process } from "./s3-process.js";

/** Stores what `make` gives, and reads it back by its address alone. */
export function kstashFlyer({ clientConfig }: S3Process, make: () => unknown): Flyer {
  const { create, retrieve } = createKstash({
    codecs: [cbor],
    config: { backends: [s3({ clientConfig })] },
  });
  return {
    name: "kstash",
    async run() {
      const { address } = await create("x", make(), { namespace: BUCKET });
      return (await retrieve(address.text)).data;
    },
  };
}

/** The same work by hand. */
export function sdkFlyer({ clientConfig }: S3Process, make: () => unknown): Flyer {
  const client = new S3Client(clientConfig);
  return {
    name: "cbor-x, MD5 and the bare SDK",
    async run() {
      const encoded = bareEncoder.encode(make());
      const digest = hash("md5", encoded, "hex");
      const object = { Bucket: BUCKET, Key: `x.${digest}` };
      const ContentType = "application/cbor";
      await client.send(new PutObjectCommand({ ...object, Body: encoded, ContentType }));
      const { Body } = await client.send(new GetObjectCommand(object));
      const bytes = await Body!.transformToByteArray();
      if (hash("md5", bytes, "hex") !== digest) throw new Error("not what was stored");
      return bareEncoder.decode(bytes);
    },
  };
}

/** A peer, which neither encodes nor verifies. */
export function payloadStoreFlyer({ clientConfig }: S3Process, make: () => Uint8Array): Flyer {
  const store = new S3PayloadStore({ s3: new S3(clientConfig) }, { bucketName: BUCKET });
  return {
    name: "@message-queue-toolkit/s3-payload-store 4",
    async run() {
      const data = make();
      const value = Readable.from([data], { objectMode: false });
      const body = await store.retrievePayload(
        await store.storePayload({ value, size: data.length }),
      );
      return body && buffer(body);
    },
  };
}
