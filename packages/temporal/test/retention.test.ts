import { expect, test } from "@jest/globals";
import { s3 } from "@kstash/backend-s3";
import { cbor } from "@kstash/codec-cbor";
import { createKstash } from "@kstash/core";
import { startS3Server } from "@kstash/s3-server";
import { kstashDriver } from "../src/index.js";
import { converterOf } from "./sdk.js";

const DAY = 24 * 3600 * 1000;

test("a payload that is stored again is renewed once it is older than refreshAfterSec", async () => {
  let now = Date.now();
  const server = await startS3Server({ buckets: ["payloads"], clock: () => now });
  const { endpoint, region, credentials, requests } = server;
  const clientConfig = { endpoint, region, credentials, forcePathStyle: true };
  const backends = [s3({ clientConfig, refreshAfterSec: (7 * DAY) / 1000 })];
  const kstash = createKstash({ codecs: [cbor], config: { backends } });
  const { send, receive } = converterOf(kstashDriver({ kstash, namespace: "payloads" }));
  const copies = () => requests.filter(({ headers }) => headers["x-amz-copy-source"]).length;
  try {
    await send("x".repeat(1000));
    now += 6 * DAY;
    await send("x".repeat(1000));
    expect(copies()).toBe(0);
    now += 2 * DAY;
    const references = await send("x".repeat(1000));
    await send("x".repeat(1000));
    expect(copies()).toBe(1);
    expect(await receive(references)).toEqual(["x".repeat(1000)]);
  } finally {
    await server.close();
  }
});
