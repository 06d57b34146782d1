import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { expect, test } from "@jest/globals";
import { clientOf, failureOf } from "./client.js";
import { fetchFrom } from "./fetch.js";
import { Bucket, serve } from "./serve.js";

test("a bucket is made once, found, and removed when it is empty", () =>
  serve(async (server, client) => {
    const other = { Bucket: "Other_bucket.1" };
    expect(await failureOf(client.send(new HeadBucketCommand(other)))).toEqual([404, "NotFound"]);
    expect(await failureOf(client.send(new GetObjectCommand({ ...other, Key: "a" })))).toEqual([
      404,
      "NoSuchBucket",
    ]);
    await client.send(new CreateBucketCommand(other));
    expect(await failureOf(client.send(new CreateBucketCommand(other)))).toEqual([
      409,
      "BucketAlreadyOwnedByYou",
    ]);
    expect(await failureOf(client.send(new CreateBucketCommand({ Bucket: "-a" })))).toEqual([
      400,
      "InvalidBucketName",
    ]);
    await client.send(new HeadBucketCommand(other));
    const { Buckets } = await client.send(new ListBucketsCommand());
    expect(Buckets?.map(({ Name }) => Name)).toEqual([Bucket, other.Bucket]);

    await client.send(new PutObjectCommand({ ...other, Key: "a", Body: "x" }));
    expect(await failureOf(client.send(new DeleteBucketCommand(other)))).toEqual([
      409,
      "BucketNotEmpty",
    ]);
    await client.send(new DeleteObjectCommand({ ...other, Key: "a" }));
    await client.send(new DeleteBucketCommand(other));
    expect(await failureOf(client.send(new HeadBucketCommand(other)))).toEqual([404, "NotFound"]);
    expect(server.requests.at(-1)).toMatchObject({
      method: "HEAD",
      key: undefined,
      code: "NoSuchBucket",
    });
  }));

test("a bucket is made with a region's client as well", () =>
  serve(
    async (_, client) => {
      await client.send(new CreateBucketCommand({ Bucket: "regional" }));
      await client.send(new HeadBucketCommand({ Bucket: "regional" }));
    },
    { region: "eu-central-1" },
  ));

test("objects are listed in the order of their UTF-8, by prefix, page and folder", () =>
  serve(async (_, client) => {
    const keys = ["a", "b/1", "b/2", "b/c/3", "ü&<>", "\u{ffff}", "\u{1f388}"];
    for (const Key of keys.toReversed())
      await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    const list = async (more = {}) => client.send(new ListObjectsV2Command({ Bucket, ...more }));
    const keysOf = async (more = {}) => (await list(more)).Contents?.map(({ Key }) => Key);
    expect(await keysOf()).toEqual(keys);
    expect(await keysOf({ Prefix: "b/" })).toEqual(["b/1", "b/2", "b/c/3"]);
    expect(await keysOf({ Prefix: "none" })).toBeUndefined();
    expect(await keysOf({ StartAfter: "b/2", MaxKeys: 1 })).toEqual(["b/c/3"]);

    const first = await list({ MaxKeys: 3 });
    expect(first).toMatchObject({ IsTruncated: true, KeyCount: 3 });
    const second = await list({ ContinuationToken: first.NextContinuationToken });
    expect(second).toMatchObject({ IsTruncated: false, KeyCount: 4 });
    expect(second.Contents?.[0]).toMatchObject({ Key: "b/c/3", Size: 5, StorageClass: "STANDARD" });

    const folders = await list({ Delimiter: "/" });
    expect(folders.CommonPrefixes).toEqual([{ Prefix: "b/" }]);
    expect(folders.Contents).toHaveLength(4);
    expect(await keysOf({ EncodingType: "url", Prefix: "ü" })).toEqual(["%C3%BC%26%3C%3E"]);
  }));

test("a method or a question that S3 does not know here", () =>
  serve(async (server) => {
    const client = clientOf(server);
    client.middlewareStack.add(
      (next) => (args) => {
        (args.request as { method: string }).method = "PATCH";
        return next(args);
      },
      { step: "build" },
    );
    const patch = client.send(new HeadBucketCommand({ Bucket }));
    expect((await failureOf(patch))[0]).toBe(405);
    const bad = await fetchFrom(server, `${server.endpoint}/${Bucket}/%ff`);
    expect([bad.status, bad.text]).toEqual([
      400,
      expect.stringContaining("<Code>InvalidURI</Code>"),
    ]);
  }));
