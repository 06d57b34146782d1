import { randomBytes } from "node:crypto";
import { afterEach, expect, test } from "@jest/globals";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { type S3Server, startS3Server } from "../src/index.js";
import { clientOf } from "./client.js";

const link = {
  latencyMs: 4,
  connectionRate: 100_000_000,
  totalRate: 150_000_000,
  firstByteMs: [1, 3],
} as const;
let server: S3Server;
afterEach(() => server.close());

test.each([false, true])(
  "a server far away keeps and answers what it is sent (TLS: %s)",
  async (tls) => {
    server = await startS3Server({ buckets: ["far"], tls, link });
    const client = clientOf(server);
    const bodies = [0, 1, 70_000, 1_900_000].map((length) => randomBytes(length));
    const read = await Promise.all(
      bodies.map(async (Body, index) => {
        const object = { Bucket: "far", Key: String(index) };
        await client.send(new PutObjectCommand({ ...object, Body }));
        const { Body: stored } = await client.send(new GetObjectCommand(object));
        return Buffer.from(await stored!.transformToByteArray());
      }),
    );
    expect(read.map((bytes, index) => bytes.equals(bodies[index]!))).toEqual(
      bodies.map(() => true),
    );
    client.destroy();
  },
);

test("an unchecked server keeps what it is sent, and believes what is stated of it", async () => {
  server = await startS3Server({ buckets: ["far"], unchecked: true });
  const client = clientOf(server);
  const object = { Bucket: "far", Key: "x" };
  const ContentMD5 = Buffer.alloc(16).toString("base64");
  const { ETag } = await client.send(new PutObjectCommand({ ...object, Body: "1234", ContentMD5 }));
  const stored = await client.send(new GetObjectCommand(object));
  expect(stored.ETag).toBe(ETag);
  expect(await stored.Body!.transformToString()).toBe("1234");
});
