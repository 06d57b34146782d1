import {
  GetObjectCommand,
  PutObjectCommand,
  type ChecksumAlgorithm,
  type PutObjectCommandInput,
  type S3Client,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { FinalizeRequestMiddleware } from "@smithy/types";
import { expect, test } from "@jest/globals";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { failureOf } from "./client.js";
import { fetchFrom } from "./fetch.js";
import { Bucket, serve } from "./serve.js";

const object = { Bucket, Key: "a" };
const Body = "123456789";
// The check values of the CRC catalogue; the rest by Node's own hashes.
const checksums: Record<string, string> = {
  CRC32: Buffer.from("cbf43926", "hex").toString("base64"),
  CRC32C: Buffer.from("e3069283", "hex").toString("base64"),
  SHA1: createHash("sha1").update(Body).digest("base64"),
  SHA256: createHash("sha256").update(Body).digest("base64"),
};
const algorithms = Object.keys(checksums) as ChecksumAlgorithm[];
const put = (client: S3Client, more: Partial<PutObjectCommandInput> = {}) =>
  client.send(new PutObjectCommand({ ...object, Body, ...more }));

/** Changes what goes out: headers before they are signed, or the body once everything is signed. */
function tamper(client: S3Client, step: "build" | "signed", change: (request: Sent) => void) {
  const middleware: FinalizeRequestMiddleware<ServiceInputTypes, ServiceOutputTypes> =
    (next) => (args) => {
      change(args.request as Sent);
      return next(args);
    };
  if (step === "build") client.middlewareStack.add(middleware, { step });
  else client.middlewareStack.add(middleware, { step: "finalizeRequest", priority: "low" });
}

interface Sent {
  headers: Record<string, string>;
  body: unknown;
}

test.each(algorithms)("%s in a header: checked, kept, and given back when asked for", (algorithm) =>
  serve(async (server, client) => {
    const checksum = { [`Checksum${algorithm}`]: checksums[algorithm] };
    const stored = await put(client, { ChecksumAlgorithm: algorithm });
    expect(stored).toMatchObject(checksum);
    expect(server.requests[0]?.headers).toHaveProperty(`x-amz-checksum-${algorithm.toLowerCase()}`);
    const got = await client.send(new GetObjectCommand({ ...object, ChecksumMode: "ENABLED" }));
    expect(got).toMatchObject({ ...checksum, ChecksumType: "FULL_OBJECT" });
    expect(await got.Body?.transformToString()).toBe(Body);

    const wrong = {
      [`Checksum${algorithm}`]: Buffer.from(checksums[algorithm] ?? "", "base64")
        .fill(1)
        .toString("base64"),
    };
    expect(await failureOf(put(client, wrong))).toEqual([400, "BadDigest"]);
    const malformed = { [`Checksum${algorithm}`]: "AAAA" };
    expect(await failureOf(put(client, malformed))).toEqual([400, "InvalidRequest"]);
  }),
);

test.each(algorithms)("%s in a trailer of a stream", (algorithm) =>
  serve(
    async (server, client) => {
      const stream = { Body: Readable.from([Body.slice(0, 5), Body.slice(5)]), ContentLength: 9 };
      const stored = await put(client, { ...stream, ChecksumAlgorithm: algorithm });
      expect(stored).toMatchObject({ [`Checksum${algorithm}`]: checksums[algorithm] });
      expect(server.requests[0]?.headers).toMatchObject({
        "x-amz-trailer": `x-amz-checksum-${algorithm.toLowerCase()}`,
        "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      });
      const got = await client.send(new GetObjectCommand(object));
      expect(await got.Body?.transformToString()).toBe(Body);
      expect(got.ContentEncoding ?? "").toBe("");
    },
    { tls: true },
  ),
);

test("an unsigned chunked body that is not what its headers and trailers say", () =>
  serve(
    async (_, client) => {
      const send = (...lines: string[]) => {
        const put = new PutObjectCommand({
          ...object,
          Body: Readable.from([Body]),
          ContentLength: 9,
        });
        put.middlewareStack.add(
          (next) => (args) => {
            (args.request as Sent).body = Readable.from(
              [...lines, ""].map((line) => `${line}\r\n`),
            );
            return next(args);
          },
          { step: "finalizeRequest", priority: "low" },
        );
        return client.send(put);
      };
      const trailer = (text: string) =>
        `x-amz-checksum-crc32:${Buffer.from(text, "hex").toString("base64")}`;
      const fits = trailer("cbf43926");
      await send("9", Body, "0", fits);
      await send("5", "12345", "4", "6789", "0", fits);
      expect(await failureOf(send("9", Body, "0", trailer("00000000")))).toEqual([
        400,
        "BadDigest",
      ]);
      expect(await failureOf(send("9", Body, "0"))).toEqual([400, "BadDigest"]);
      expect(await failureOf(send("9", `${Body}0`, "0", fits))).toEqual([400, "IncompleteBody"]);
      // The right checksum of another length: CRC-32 of 12345 is cbf53a1c.
      expect(await failureOf(send("5", "12345", "0", trailer("cbf53a1c")))).toEqual([
        400,
        "IncompleteBody",
      ]);
    },
    { tls: true },
  ));

test("an aws-chunked body that does not say how long it is without its framing", () =>
  serve(async (_, client) => {
    tamper(client, "build", ({ headers }) => {
      headers["x-amz-content-sha256"] = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    });
    expect(await failureOf(put(client))).toEqual([411, "MissingContentLength"]);
  }));

test("Content-MD5: checked, and refused where it is none", () =>
  serve(async (_, client) => {
    const md5 = createHash("md5").update(Body).digest("base64");
    const { ETag } = await put(client, { ContentMD5: md5 });
    expect(ETag).toBe(`"${Buffer.from(md5, "base64").toString("hex")}"`);
    const other = createHash("md5").update("other").digest("base64");
    expect(await failureOf(put(client, { ContentMD5: other }))).toEqual([400, "BadDigest"]);
    expect(await failureOf(put(client, { ContentMD5: "AAAA" }))).toEqual([400, "InvalidDigest"]);
  }));

test("the body must be what x-amz-content-sha256 says, and nothing of it is kept otherwise", () =>
  serve(
    async (_, client) => {
      tamper(client, "signed", (request) => {
        if (request.body) request.body = "987654321";
      });
      expect(await failureOf(put(client))).toEqual([400, "XAmzContentSHA256Mismatch"]);
      expect(await failureOf(client.send(new GetObjectCommand(object)))).toEqual([
        404,
        "NoSuchKey",
      ]);
    },
    {},
    { requestChecksumCalculation: "WHEN_REQUIRED" },
  ));

test("UNSIGNED-PAYLOAD: the body may be anything", () =>
  serve(
    async (server, client) => {
      tamper(client, "build", ({ headers }) => {
        headers["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD";
      });
      tamper(client, "signed", (request) => {
        request.body &&= "987654321";
      });
      await put(client);
      expect(server.requests[0]?.headers["x-amz-content-sha256"]).toBe("UNSIGNED-PAYLOAD");
      const got = await client.send(new GetObjectCommand(object));
      expect(await got.Body?.transformToString()).toBe("987654321");
    },
    {},
    { requestChecksumCalculation: "WHEN_REQUIRED" },
  ));

test("a word that x-amz-content-sha256 does not take", () =>
  serve(async (_, client) => {
    tamper(client, "build", ({ headers }) => {
      headers["x-amz-content-sha256"] = "SOMETHING-ELSE";
    });
    expect(await failureOf(put(client))).toEqual([400, "InvalidArgument"]);
  }));

test("a body without a length", () =>
  serve(async (server, client) => {
    const link = await getSignedUrl(client, new PutObjectCommand(object));
    const chunked = { method: "PUT", headers: { "transfer-encoding": "chunked" } };
    const answer = await fetchFrom(server, link, chunked, Body);
    expect([answer.status, answer.text]).toEqual([
      411,
      expect.stringContaining("MissingContentLength"),
    ]);
  }));

test("a presigned PUT takes any body, and checks what was moved into its query", () =>
  serve(
    async (server, client) => {
      const link = await getSignedUrl(
        client,
        new PutObjectCommand({ ...object, Metadata: { a: "1" } }),
      );
      const length = { method: "PUT", headers: { "content-length": Body.length } };
      expect((await fetchFrom(server, link, length, Body)).status).toBe(200);
      const got = await client.send(new GetObjectCommand(object));
      expect(got).toMatchObject({
        Metadata: { a: "1" },
        ContentLength: 9,
        ContentType: "binary/octet-stream",
      });
    },
    {},
    { requestChecksumCalculation: "WHEN_REQUIRED" },
  ));

test("a checksum that is not known here is refused, not passed over", () =>
  serve(async (_, client) => {
    const crc64 = { ChecksumCRC64NVME: "AAAAAAAAAAA=" };
    expect(await failureOf(put(client, crc64))).toEqual([501, "NotImplemented"]);
  }));

test("64 MiB come back as they went, in memory", () =>
  serve(async (_, client) => {
    const large = Buffer.alloc(64 * 1024 * 1024, "kstash");
    await put(client, { Body: large });
    const got = await client.send(new GetObjectCommand(object));
    expect(large.equals(await got.Body!.transformToByteArray())).toBe(true);
  }));
