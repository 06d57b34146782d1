import {
  CopyObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
  type CopyObjectCommandInput,
} from "@aws-sdk/client-s3";
import { expect, test } from "@jest/globals";
import { failureOf } from "./client.js";
import { Bucket, serve } from "./serve.js";

const Key = "sub/ünï +%41";
const source = {
  Bucket,
  Key,
  Body: "payload",
  ContentType: "a/b",
  Metadata: { a: "1" },
  Tagging: "t=1",
};
const CopySource = `${Bucket}/${encodeURIComponent(Key)}`;
const copy = (more: Partial<CopyObjectCommandInput> = {}) =>
  new CopyObjectCommand({ Bucket, Key: "copy", CopySource, ...more });

test("a copy takes bytes, type, metadata and tags with it, or new ones", () =>
  serve(async (_, client) => {
    const { ETag } = await client.send(new PutObjectCommand(source));
    const { CopyObjectResult } = await client.send(copy());
    expect(CopyObjectResult).toMatchObject({ ETag, LastModified: expect.any(Date) });
    const copied = await client.send(new GetObjectCommand({ Bucket, Key: "copy" }));
    expect(copied).toMatchObject({ ETag, ContentType: "a/b", Metadata: { a: "1" }, TagCount: 1 });
    expect(await copied.Body?.transformToString()).toBe("payload");

    const replace = {
      MetadataDirective: "REPLACE",
      Metadata: { b: "2" },
      StorageClass: "STANDARD_IA",
    } as const;
    await client.send(copy({ ...replace, TaggingDirective: "REPLACE", Tagging: "x=y" }));
    const replaced = await client.send(new GetObjectCommand({ Bucket, Key: "copy" }));
    expect(replaced).toMatchObject({ Metadata: { b: "2" }, StorageClass: "STANDARD_IA" });
    expect(replaced.ContentType).toBe("binary/octet-stream");
    const { TagSet } = await client.send(new GetObjectTaggingCommand({ Bucket, Key: "copy" }));
    expect(TagSet).toEqual([{ Key: "x", Value: "y" }]);
  }));

test("a copy onto itself moves LastModified, and must change something", async () => {
  let now = Date.UTC(2026, 0, 1);
  await serve(
    async (_, client) => {
      await client.send(new PutObjectCommand(source));
      const onto = { Key, Metadata: { a: "1" }, ContentType: "a/b" };
      expect(await failureOf(client.send(copy(onto)))).toEqual([400, "InvalidRequest"]);
      now += 60_000;
      await client.send(copy({ ...onto, MetadataDirective: "REPLACE" }));
      const got = await client.send(new GetObjectCommand({ Bucket, Key }));
      expect(got).toMatchObject({
        ContentType: "a/b",
        Metadata: { a: "1" },
        LastModified: new Date(now),
      });
      expect(await got.Body?.transformToString()).toBe("payload");
    },
    { clock: () => now },
    { systemClockOffset: now - Date.now() },
  );
});

test("conditions on the source, and on the destination", () =>
  serve(async (_, client) => {
    const { ETag } = await client.send(new PutObjectCommand(source));
    const past = new Date(0);
    await client.send(copy({ CopySourceIfMatch: ETag, CopySourceIfModifiedSince: past }));
    const refused: Partial<CopyObjectCommandInput>[] = [
      { CopySourceIfMatch: '"x"' },
      { CopySourceIfNoneMatch: ETag },
      { CopySourceIfUnmodifiedSince: past },
      { CopySourceIfModifiedSince: new Date(Date.now() + 1000) },
      { IfNoneMatch: "*" },
    ];
    for (const conditions of refused) {
      expect(await failureOf(client.send(copy(conditions)))).toEqual([412, "PreconditionFailed"]);
    }
  }));

test("a source that is not there, or not well-formed", () =>
  serve(async (_, client) => {
    const failure = (CopySource: string) => failureOf(client.send(copy({ CopySource })));
    expect(await failure(`${Bucket}/none`)).toEqual([404, "NoSuchKey"]);
    expect(await failure("no-bucket/none")).toEqual([404, "NoSuchBucket"]);
    expect(await failure("only-a-word")).toEqual([400, "InvalidArgument"]);
    expect(await failure(`${Bucket}/a?versionId=1`)).toEqual([501, "NotImplemented"]);
    const directive = { MetadataDirective: "MERGE" } as unknown as Partial<CopyObjectCommandInput>;
    await client.send(new PutObjectCommand(source));
    expect(await failureOf(client.send(copy(directive)))).toEqual([400, "InvalidArgument"]);
  }));
