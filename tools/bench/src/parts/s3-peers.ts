import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { S3, type S3ClientConfig } from "@aws-sdk/client-s3";
import { s3 } from "@kstash/backend-s3";
import { S3PayloadStore } from "@message-queue-toolkit/s3-payload-store";
import { ownWork } from "./own-work.js";
import { kstashPeer } from "./kstash-peer.js";
import type { Peer } from "./peer.js";
import { BUCKET } from "./s3-process.js";

/** On S3; kstash first. */
export function s3Peers(clientConfig: S3ClientConfig): [Peer, Peer, ...Peer[]] {
  const store = new S3PayloadStore({ s3: new S3(clientConfig) }, { bucketName: BUCKET });
  let key = "";
  return [
    kstashPeer("kstash s3", s3({ clientConfig })),
    {
      name: "@message-queue-toolkit/s3-payload-store 4",
      why: "it neither encodes, names by content, nor verifies what it reads (the next row has what that takes)",
      async roundTrip(data) {
        const value = Readable.from([data], { objectMode: false });
        key = await store.storePayload({ value, size: data.length });
        const body = await store.retrievePayload(key);
        return body && buffer(body);
      },
      clear: () => store.deletePayload(key),
    },
    ownWork,
  ];
}
