import { createHash } from "node:crypto";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "@jest/globals";
import { startS3Server } from "@kstash/s3-server";
import { Child } from "../src/child.js";
import { payloadOf } from "../src/payload.js";
import { environmentOf, kstashOn } from "../src/stores.js";

const BYTES = 100_000;

test("kill -9 in the midst of 200 s3 writes of 4 processes: every address handed out is readable and equal", async () => {
  const server = await startS3Server({ buckets: ["stashes"] });
  const { endpoint, region, credentials } = server;
  const env = environmentOf(server);
  const args = ["50", String(BYTES)];
  const writers = ["0", "1", "2", "3"].map((id) => {
    // Two and two write the same stashes.
    const WRITER = String(Number(id) % 2);
    return new Child<{ address: string }>("store", { args, env: { ...env, WRITER } });
  });
  await Promise.all(
    writers.map(async (writer, id) => {
      await writer.said(3 + 5 * id);
      // The next write is under way: its body half sent, or its answer awaited.
      await writer.kill();
    }),
  );

  const { retrieve } = kstashOn(server);
  const addresses = writers.flatMap(({ lines }) => lines.map(({ address }) => address));
  expect(addresses.length).toBeGreaterThanOrEqual(3 + 8 + 13 + 18);
  for (const address of addresses) {
    const { name, data } = await retrieve(address);
    expect(data).toEqual(payloadOf(name, BYTES));
  }

  // What was stored and not handed out is whole as well: nothing half-written stands under a key.
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: "stashes" }));
  expect(Contents.length).toBeGreaterThanOrEqual(new Set(addresses).size);
  for (const { Key = "" } of Contents) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: "stashes", Key }));
    const digest = createHash("md5")
      .update((await Body?.transformToByteArray()) ?? "")
      .digest("hex");
    expect(Key.endsWith(`.${digest}`)).toBe(true);
  }
  client.destroy();
  await server.close();
}, 60_000);
