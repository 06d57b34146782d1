import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { expect, test } from "@jest/globals";
import { failureOf } from "./client.js";
import { Bucket, serve } from "./serve.js";

const object = { Bucket, Key: "a" };

test("what is stored with the bytes comes back with them", () =>
  serve(async (_, client) => {
    const attributes = {
      CacheControl: "no-store",
      ContentDisposition: "attachment",
      ContentEncoding: "gzip",
      ContentLanguage: "de",
      ContentType: "application/cbor",
      Metadata: { "kstash-name": "a%20b", under_score: "1" },
      ServerSideEncryption: "aws:kms",
      SSEKMSKeyId: "key",
      StorageClass: "STANDARD_IA",
    } as const;
    const put = await client.send(
      new PutObjectCommand({ ...object, ...attributes, Body: "x", Tagging: "a=1&b=%20" }),
    );
    expect(put).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: "key" });
    for (const command of [new GetObjectCommand(object), new HeadObjectCommand(object)]) {
      expect(await client.send(command as GetObjectCommand)).toMatchObject({
        ...attributes,
        AcceptRanges: "bytes",
      });
    }
    expect((await client.send(new GetObjectCommand(object))).TagCount).toBe(2);
    const { TagSet } = await client.send(new GetObjectTaggingCommand(object));
    expect(TagSet).toEqual([
      { Key: "a", Value: "1" },
      { Key: "b", Value: " " },
    ]);
  }));

test("the standard storage class goes without saying", () =>
  serve(async (_, client) => {
    await client.send(new PutObjectCommand({ ...object, Body: "x", StorageClass: "STANDARD" }));
    expect((await client.send(new HeadObjectCommand(object))).StorageClass).toBeUndefined();
  }));

test("metadata may have 2 KB, names included", () =>
  serve(async (_, client) => {
    const put = (length: number) =>
      client.send(
        new PutObjectCommand({ ...object, Body: "x", Metadata: { name: "v".repeat(length - 4) } }),
      );
    await put(2048);
    expect(await failureOf(put(2049))).toEqual([400, "MetadataTooLarge"]);
  }));

test("a key may have 1,024 bytes", () =>
  serve(async (_, client) => {
    const put = (Key: string) => client.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
    await put("ü".repeat(512));
    expect(await failureOf(put(`${"ü".repeat(512)}a`))).toEqual([400, "KeyTooLongError"]);
  }));

test("what is asked and not implemented is refused, not passed over", () =>
  serve(async (_, client) => {
    const customerKey = { SSECustomerAlgorithm: "AES256", SSECustomerKey: "k".repeat(32) };
    const put = new PutObjectCommand({ ...object, Body: "x", ...customerKey });
    expect(await failureOf(client.send(put))).toEqual([501, "NotImplemented"]);
    const version = new GetObjectCommand({ ...object, VersionId: "1" });
    expect(await failureOf(client.send(version))).toEqual([501, "NotImplemented"]);
  }));
