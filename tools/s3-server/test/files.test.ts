import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { expect, test } from "@jest/globals";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { failureOf } from "./client.js";
import { Bucket, serve } from "./serve.js";

const Key = "a";

/** A test of a server that keeps bytes in files, and of how many there are. */
function fileTest(
  title: string,
  run: (client: S3Client, files: () => Promise<number>) => Promise<void>,
) {
  test(title, async () => {
    const root = await mkdtemp(join(tmpdir(), "s3-server-"));
    const files = async () => (await readdir(root)).length;
    try {
      await serve((_, client) => run(client, files), { root });
    } finally {
      await rm(root, { recursive: true });
    }
  });
}

async function begin(client: S3Client, ...bodies: (string | Buffer)[]) {
  const create = { Bucket, Key, ChecksumAlgorithm: "CRC32", ChecksumType: "FULL_OBJECT" } as const;
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(create));
  const Parts = [];
  for (const [index, Body] of bodies.entries()) {
    const part = { Bucket, Key, UploadId, PartNumber: index + 1, Body };
    const { ETag } = await client.send(new UploadPartCommand(part));
    Parts.push({ ETag, PartNumber: index + 1 });
  }
  return { Bucket, Key, UploadId, MultipartUpload: { Parts } };
}

fileTest(
  "an object has one file, which a later one and a delete give back",
  async (client, files) => {
    for (const Body of ["one", "two"])
      await client.send(new PutObjectCommand({ Bucket, Key, Body }));
    expect(await files()).toBe(1);
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(await files()).toBe(0);
  },
);

fileTest("nothing is kept of a write that is refused", async (client, files) => {
  await client.send(new PutObjectCommand({ Bucket, Key, Body: "there" }));
  const second = new PutObjectCommand({ Bucket, Key, Body: "x", IfNoneMatch: "*" });
  expect(await failureOf(client.send(second))).toEqual([412, "PreconditionFailed"]);
  const wrong = new PutObjectCommand({ Bucket, Key, Body: "x", ChecksumCRC32: "AAAAAA==" });
  expect(await failureOf(client.send(wrong))).toEqual([400, "BadDigest"]);
  expect(await files()).toBe(1);
});

fileTest("a copy outlives its source", async (client, files) => {
  await client.send(new PutObjectCommand({ Bucket, Key, Body: "payload" }));
  const copy = { Bucket, Key: "copy", CopySource: `${Bucket}/${Key}` };
  await client.send(new CopyObjectCommand(copy));
  await client.send(new CopyObjectCommand({ ...copy, Key, MetadataDirective: "REPLACE" }));
  expect(await files()).toBe(2);
  await client.send(new DeleteObjectCommand({ Bucket, Key }));
  const got = await client.send(new GetObjectCommand({ Bucket, Key: "copy" }));
  expect(await got.Body?.transformToString()).toBe("payload");
  expect(await files()).toBe(1);
});

fileTest(
  "parts that are sent again, left out, or aborted are given back",
  async (client, files) => {
    const { MultipartUpload, ...upload } = await begin(client, "a", "b", "c");
    await client.send(new UploadPartCommand({ ...upload, PartNumber: 3, Body: "d" }));
    expect(await files()).toBe(3);
    const Parts = MultipartUpload.Parts.slice(0, 2);
    const done = { ...upload, MultipartUpload: { Parts } };
    await client.send(new CompleteMultipartUploadCommand(done));
    expect(await files()).toBe(2);
    await client.send(new AbortMultipartUploadCommand(await begin(client, "e", "f")));
    expect(await files()).toBe(2);
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(await files()).toBe(0);
  },
);

fileTest("an upload that several complete at once is completed once", async (client) => {
  const upload = await begin(client, Buffer.alloc(2 * 1024 * 1024), Buffer.alloc(1024 * 1024));
  const complete = () => client.send(new CompleteMultipartUploadCommand(upload));
  const results = await Promise.allSettled([complete(), complete(), complete()]);
  const statuses = results.map(({ status }) => status).toSorted();
  expect(statuses).toEqual(["fulfilled", "rejected", "rejected"]);
  const { ContentLength } = await client.send(new HeadObjectCommand({ Bucket, Key }));
  expect(ContentLength).toBe(3 * 1024 * 1024);
});
