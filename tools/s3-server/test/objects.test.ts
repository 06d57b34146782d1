import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startS3Server, type S3Server } from "../src/index.js";
import { clientOf, failureOf } from "./client.js";
import { fetchFrom } from "./fetch.js";

const Bucket = "stashes";
const Body = Buffer.from("payload");

describe.each([
  { tls: false, forcePathStyle: true },
  { tls: false, forcePathStyle: false },
  { tls: true, forcePathStyle: true },
  { tls: true, forcePathStyle: false },
])("objects, TLS $tls, path style $forcePathStyle", ({ tls, forcePathStyle }) => {
  let server: S3Server;
  let client: S3Client;

  beforeAll(async () => {
    server = await startS3Server({ tls, buckets: [Bucket] });
    const endpoint = forcePathStyle ? server.endpoint : server.virtualHostEndpoint;
    client = clientOf(server, { endpoint, forcePathStyle });
  });
  afterAll(async () => {
    client.destroy();
    await server.close();
  });

  test.each([
    "plain",
    "a/b/c.txt",
    "sp ace+plus",
    "ünï/日本/🎈",
    "%41%2F?#&=;:@!$'()*,~[]",
    "a//b",
    "./..",
  ])("an object lives and dies: %s", async (Key) => {
    const before = server.requests.length;
    const put = await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: "a/b" }));
    const got = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect(await got.Body?.transformToString()).toBe("payload");
    expect(got).toMatchObject({ ContentType: "a/b", ContentLength: 7, ETag: put.ETag });
    const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head).toMatchObject({ ContentType: "a/b", ContentLength: 7, ETag: put.ETag });

    const link = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key }), {
      expiresIn: 9,
    });
    expect(await fetchFrom(server, link)).toMatchObject({ status: 200, text: "payload" });

    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(await failureOf(client.send(new GetObjectCommand({ Bucket, Key })))).toEqual([
      404,
      "NoSuchKey",
    ]);
    expect(await failureOf(client.send(new HeadObjectCommand({ Bucket, Key })))).toEqual([
      404,
      "NotFound",
    ]);
    expect((await fetchFrom(server, link)).status).toBe(404);

    const records = server.requests.slice(before);
    const style = forcePathStyle ? "path" : "virtual-hosted";
    expect(records.every((record) => record.key === Key && record.bucket === Bucket)).toBe(true);
    expect(records.every((record) => record.style === style)).toBe(true);
    expect(records.map((record) => [record.method, record.status])).toEqual([
      ["PUT", 200],
      ["GET", 200],
      ["HEAD", 200],
      ["GET", 200],
      ["DELETE", 204],
      ["DELETE", 204],
      ["GET", 404],
      ["HEAD", 404],
      ["GET", 404],
    ]);
  });
});
