import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type GetObjectCommandInput,
} from "@aws-sdk/client-s3";
import { expect, test } from "@jest/globals";
import { failureOf } from "./client.js";
import { Bucket, serve } from "./serve.js";

const object = { Bucket, Key: "a" };
const put = (more = {}) => new PutObjectCommand({ ...object, Body: "payload", ...more });

test("If-None-Match: * writes once, and If-Match only over what it names", () =>
  serve(async (_, client) => {
    expect(await failureOf(client.send(put({ IfMatch: "*" })))).toEqual([404, "NoSuchKey"]);
    const { ETag } = await client.send(put({ IfNoneMatch: "*" }));
    expect(await failureOf(client.send(put({ IfNoneMatch: "*" })))).toEqual([
      412,
      "PreconditionFailed",
    ]);
    expect(await failureOf(client.send(put({ IfNoneMatch: '"x"' })))).toEqual([
      501,
      "NotImplemented",
    ]);
    expect(await failureOf(client.send(put({ IfMatch: '"x"' })))).toEqual([
      412,
      "PreconditionFailed",
    ]);
    await client.send(put({ IfMatch: ETag, Body: "new" }));
    const stale = new DeleteObjectCommand({ ...object, IfMatch: ETag });
    expect(await failureOf(client.send(stale))).toEqual([412, "PreconditionFailed"]);
    const got = await client.send(new GetObjectCommand(object));
    expect(await got.Body?.transformToString()).toBe("new");
  }));

test("of many writers with If-None-Match: * exactly one wins", () =>
  serve(async (_, client) => {
    const writers = Array.from({ length: 16 }, (_, n) =>
      client.send(put({ IfNoneMatch: "*", Body: `${n}` })),
    );
    const results = await Promise.allSettled(writers);
    const winner = results.findIndex(({ status }) => status === "fulfilled");
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const got = await client.send(new GetObjectCommand(object));
    expect(await got.Body?.transformToString()).toBe(`${winner}`);
  }));

test("conditions of a read", () =>
  serve(async (_, client) => {
    const { ETag = "" } = await client.send(put());
    const { LastModified } = await client.send(new HeadObjectCommand(object));
    const before = new Date(0);
    const get = (more: Partial<GetObjectCommandInput>) =>
      client.send(new GetObjectCommand({ ...object, ...more }));
    const fine = [
      { IfMatch: ETag },
      { IfMatch: `"x", ${ETag}` },
      { IfNoneMatch: '"x"' },
      { IfModifiedSince: before },
      { IfUnmodifiedSince: LastModified },
      { IfMatch: ETag, IfUnmodifiedSince: before },
      { IfNoneMatch: '"x"', IfModifiedSince: LastModified },
    ];
    for (const conditions of fine) expect((await get(conditions)).ETag).toBe(ETag);
    for (const conditions of [{ IfMatch: '"x"' }, { IfUnmodifiedSince: before }]) {
      expect(await failureOf(get(conditions))).toEqual([412, "PreconditionFailed"]);
    }
    const unchanged = [
      { IfNoneMatch: ETag },
      { IfNoneMatch: "*" },
      { IfModifiedSince: LastModified },
    ];
    for (const conditions of unchanged) expect((await failureOf(get(conditions)))[0]).toBe(304);
  }));

test.each([
  ["bytes=0-2", 206, "pay", "bytes 0-2/7"],
  ["bytes=3-", 206, "load", "bytes 3-6/7"],
  ["bytes=-4", 206, "load", "bytes 3-6/7"],
  ["bytes=-99", 206, "payload", "bytes 0-6/7"],
  ["bytes=6-99", 206, "d", "bytes 6-6/7"],
  ["bytes=0-1,3-4", 200, "payload", undefined],
  ["lines=0-1", 200, "payload", undefined],
  ["bytes=4-2", 200, "payload", undefined],
  ["bytes=-", 200, "payload", undefined],
])("Range: %s", (Range, status, text, ContentRange) =>
  serve(async (_, client) => {
    await client.send(put());
    const got = await client.send(
      new GetObjectCommand({ ...object, Range, ChecksumMode: "ENABLED" }),
    );
    expect(await got.Body?.transformToString()).toBe(text);
    expect([got.$metadata.httpStatusCode, got.ContentRange]).toEqual([status, ContentRange]);
    expect(got.ChecksumCRC32 === undefined).toBe(status === 206);
  }),
);

test.each(["bytes=7-", "bytes=-0"])("Range: %s holds no byte of the object", (Range) =>
  serve(async (_, client) => {
    await client.send(put());
    const got = client.send(new GetObjectCommand({ ...object, Range }));
    expect(await failureOf(got)).toEqual([416, "InvalidRange"]);
    await expect(got).rejects.toMatchObject({
      $response: { headers: { "content-range": "bytes */7" } },
    });
  }),
);
