import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type CompletedPart,
  type S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { expect, test } from "@jest/globals";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { failureOf } from "./client.js";
import { Bucket, serve } from "./serve.js";

const Key = "large";
const md5 = (bytes: Buffer) => createHash("md5").update(bytes).digest();

async function begin(client: S3Client, ...bodies: string[]) {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const Parts: CompletedPart[] = [];
  for (const [index, Body] of bodies.entries()) {
    const part = { Bucket, Key, UploadId, PartNumber: index + 1, Body };
    const { ETag, ChecksumCRC32 } = await client.send(new UploadPartCommand(part));
    Parts.push({ ETag, ChecksumCRC32, PartNumber: index + 1 });
  }
  return { Bucket, Key, UploadId, MultipartUpload: { Parts } };
}

test.each([{ root: false }, { root: true }])(
  "lib-storage uploads 12 MiB; in files: $root",
  async ({ root }) => {
    const folder = root ? await mkdtemp(join(tmpdir(), "s3-server-")) : undefined;
    await serve(
      async (server, client) => {
        const Body = randomBytes(12 * 1024 * 1024);
        const params = {
          Bucket,
          Key,
          Body,
          ContentType: "a/b",
          Metadata: { a: "1" },
          StorageClass: "GLACIER_IR",
        } as const;
        const done = await new Upload({ client, params, partSize: 5 * 1024 * 1024 }).done();
        const sums = [0, 5, 10].map((at) => md5(Body.subarray(at << 20, (at + 5) << 20)));
        expect(done.ETag).toBe(`"${md5(Buffer.concat(sums)).toString("hex")}-3"`);

        const got = await client.send(
          new GetObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }),
        );
        expect(got).toMatchObject({
          ContentType: "a/b",
          Metadata: { a: "1" },
          StorageClass: "GLACIER_IR",
        });
        expect(got).toMatchObject({
          ChecksumType: "COMPOSITE",
          ChecksumCRC32: expect.stringMatching(/-3$/),
        });
        expect(Body.equals(await got.Body!.transformToByteArray())).toBe(true);
        const Range = "bytes=5242870-10485769";
        const across = await client.send(new GetObjectCommand({ Bucket, Key, Range }));
        const middle = Body.subarray(5242870, 10485770);
        expect(middle.equals(await across.Body!.transformToByteArray())).toBe(true);
        expect(server.requests.filter(({ method }) => method === "PUT")).toHaveLength(3);
        if (folder) expect(await readdir(folder)).toHaveLength(3);
      },
      folder ? { root: folder } : {},
    );
    if (folder) await rm(folder, { recursive: true });
  },
);

test("uploads under way and their parts are listed, and gone once aborted", () =>
  serve(async (_, client) => {
    const { UploadId } = await begin(client, "a", "bb", "ccc");
    const { Uploads } = await client.send(
      new ListMultipartUploadsCommand({ Bucket, Prefix: "la" }),
    );
    expect(Uploads).toMatchObject([{ Key, UploadId }]);
    expect(
      (await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: "x" }))).Uploads,
    ).toBeUndefined();

    const upload = { Bucket, Key, UploadId };
    const first = await client.send(new ListPartsCommand({ ...upload, MaxParts: 2 }));
    expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: "2" });
    expect(first.Parts).toMatchObject([
      { PartNumber: 1, Size: 1 },
      { PartNumber: 2, Size: 2 },
    ]);
    const second = await client.send(new ListPartsCommand({ ...upload, PartNumberMarker: "2" }));
    expect(second).toMatchObject({ IsTruncated: false, Parts: [{ PartNumber: 3, Size: 3 }] });

    await client.send(new AbortMultipartUploadCommand(upload));
    expect(await failureOf(client.send(new ListPartsCommand(upload)))).toEqual([
      404,
      "NoSuchUpload",
    ]);
    expect(await failureOf(client.send(new AbortMultipartUploadCommand(upload)))).toEqual([
      404,
      "NoSuchUpload",
    ]);
    const part = { ...upload, PartNumber: 1, Body: "a" };
    expect(await failureOf(client.send(new UploadPartCommand(part)))).toEqual([
      404,
      "NoSuchUpload",
    ]);
    expect(await failureOf(client.send(new GetObjectCommand({ Bucket, Key })))).toEqual([
      404,
      "NoSuchKey",
    ]);
  }));

test("a part sent again takes the place of the one before", () =>
  serve(async (_, client) => {
    const upload = await begin(client, "before", "b");
    const { UploadId, MultipartUpload } = upload;
    const again = { Bucket, Key, UploadId, PartNumber: 1, Body: "after" };
    const { ETag, ChecksumCRC32 } = await client.send(new UploadPartCommand(again));
    expect(await failureOf(client.send(new CompleteMultipartUploadCommand(upload)))).toEqual([
      400,
      "InvalidPart",
    ]);
    MultipartUpload.Parts[0] = { PartNumber: 1, ETag, ChecksumCRC32 };
    await client.send(new CompleteMultipartUploadCommand(upload));
    const got = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect(await got.Body?.transformToString()).toBe("afterb");
  }));

test("lists of parts that are refused", () =>
  serve(async (_, client) => {
    const { MultipartUpload, ...upload } = await begin(client, "a", "b");
    const [one, two] = MultipartUpload.Parts;
    const complete = (...Parts: (CompletedPart | undefined)[]) =>
      failureOf(
        client.send(
          new CompleteMultipartUploadCommand({
            ...upload,
            MultipartUpload: { Parts: Parts as CompletedPart[] },
          }),
        ),
      );
    expect(await complete()).toEqual([400, "MalformedXML"]);
    expect(await complete(two, one)).toEqual([400, "InvalidPartOrder"]);
    expect(await complete(one, { ...two, PartNumber: 3 })).toEqual([400, "InvalidPart"]);
    expect(await complete({ ...one, ETag: two?.ETag })).toEqual([400, "InvalidPart"]);
    expect(await complete({ ...one, ChecksumCRC32: two?.ChecksumCRC32 })).toEqual([
      400,
      "InvalidPart",
    ]);
    const other = new AbortMultipartUploadCommand({ ...upload, Key: "other" });
    expect(await failureOf(client.send(other))).toEqual([404, "NoSuchUpload"]);
    const copy = new UploadPartCopyCommand({ ...upload, PartNumber: 1, CopySource: "a/b" });
    expect(await failureOf(client.send(copy))).toEqual([501, "NotImplemented"]);
    const part = { ...upload, PartNumber: 10_001, Body: "a" };
    expect(await failureOf(client.send(new UploadPartCommand(part)))).toEqual([
      400,
      "InvalidArgument",
    ]);
  }));

test("a full-object checksum is of all bytes, as of a single put", () =>
  serve(async (_, client) => {
    const algorithm = { ChecksumAlgorithm: "CRC32C", ChecksumType: "FULL_OBJECT" } as const;
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ Bucket, Key, ...algorithm }),
    );
    const Parts: CompletedPart[] = [];
    for (const [index, Body] of ["12345", "6789"].entries()) {
      const part = {
        Bucket,
        Key,
        UploadId,
        PartNumber: index + 1,
        Body,
        ChecksumAlgorithm: "CRC32C",
      } as const;
      Parts.push({ ...(await client.send(new UploadPartCommand(part))), PartNumber: index + 1 });
    }
    const upload = { Bucket, Key, UploadId, MultipartUpload: { Parts } };
    const done = await client.send(new CompleteMultipartUploadCommand(upload));
    // RFC 3720's check value of CRC-32C: e3069283.
    const check = Buffer.from("e3069283", "hex").toString("base64");
    expect(done).toMatchObject({ ChecksumCRC32C: check, ChecksumType: "FULL_OBJECT" });

    const impossible = { ...algorithm, ChecksumAlgorithm: "SHA256" } as const;
    const refused = new CreateMultipartUploadCommand({ Bucket, Key, ...impossible });
    expect(await failureOf(client.send(refused))).toEqual([400, "InvalidRequest"]);
    const create = { Bucket, Key, ChecksumAlgorithm: "CRC32" } as const;
    const crc32 = await client.send(new CreateMultipartUploadCommand(create));
    const other = { Bucket, Key, UploadId: crc32.UploadId, PartNumber: 1, Body: "a" };
    const sha1 = new UploadPartCommand({ ...other, ChecksumAlgorithm: "SHA1" });
    expect(await failureOf(client.send(sha1))).toEqual([400, "InvalidRequest"]);
  }));

test("If-None-Match: * on completing: refused where the key exists, and one of eight wins", () =>
  serve(async (_, client) => {
    const uploads = await Promise.all(
      Array.from({ length: 8 }, (_, n) => begin(client, `writer ${n}`)),
    );
    const results = await Promise.allSettled(
      uploads.map((upload) =>
        client.send(new CompleteMultipartUploadCommand({ ...upload, IfNoneMatch: "*" })),
      ),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const winner = results.findIndex(({ status }) => status === "fulfilled");
    const lost = results.filter((result) => result.status === "rejected");
    expect(lost.map(({ reason }) => reason.name)).toEqual(Array(7).fill("PreconditionFailed"));
    const got = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect(await got.Body?.transformToString()).toBe(`writer ${winner}`);
  }));
