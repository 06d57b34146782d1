import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import {
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { type FaultMatch, type S3Server, startS3Server } from "@kstash/s3-server";
import { backendFor, clientFor, eventually, kstashOn, rejection } from "./kit.js";

const MIB = 1024 * 1024;
const bytes = Buffer.alloc(9 * MIB, "0123456789abcdefghi");
const at = { namespace: "stashes" };
const inParts = { parallelAboveBytes: MIB };
const isPart: FaultMatch = { when: ({ query }) => query.has("partNumber") };
const isComplete: FaultMatch = {
  when: ({ method, query }) => method === "POST" && query.has("uploadId"),
};

describe.each([{ tls: false }, { tls: true }])("large payloads (tls: $tls)", ({ tls }) => {
  let server: S3Server;
  let client: S3Client;
  beforeAll(async () => {
    server = await startS3Server({ tls, buckets: ["stashes"] });
    client = clientFor(server);
  });
  afterAll(async () => {
    client.destroy();
    await server.close();
  });
  beforeEach(() => {
    server.requests.length = 0;
    server.faults.clear();
  });

  const asked = () =>
    server.requests.map(({ method, query, status }) => {
      if (query.includes("partNumber")) return `part ${status}`;
      if (query.includes("uploads")) return `begin ${status}`;
      if (method === "POST") return `complete ${status}`;
      return `${method === "DELETE" ? "abort" : method} ${status}`;
    });
  const whole = ["HEAD 404", "begin 200", "part 200", "part 200", "complete 200"];
  const noneLeft = async () => {
    const { Uploads = [] } = await client.send(
      new ListMultipartUploadsCommand({ Bucket: "stashes" }),
    );
    return Uploads.length === 0;
  };
  /** Whether all parts are there: their ETags are in the object's. */
  const isWhole = async ({ key }: { key: string }) => {
    const object = { Bucket: "stashes", Key: key };
    const { ETag, ContentLength } = await client.send(new HeadObjectCommand(object));
    return ContentLength === bytes.length && /^"[0-9a-f]{32}-2"$/.test(ETag ?? "");
  };

  test("are stored by parts, with all that is stored beside them", async () => {
    const putOptions = { Tagging: "team=blue" };
    const { create } = kstashOn(backendFor(server, {}, { ...inParts, putOptions }));
    const { address } = await create("parts", bytes, at);
    expect(asked()).toEqual(whole);
    const object = { Bucket: "stashes", Key: address.key };
    expect(await client.send(new HeadObjectCommand(object))).toMatchObject({
      ContentType: "application/x-raw",
      ContentLength: bytes.length,
      Metadata: { "kstash-name": "parts", "kstash-namespace": "stashes" },
    });
    const { TagSet } = await client.send(new GetObjectTaggingCommand(object));
    expect(TagSet).toEqual([{ Key: "team", Value: "blue" }]);
    const { data } = await kstashOn(backendFor(server, {}, inParts)).retrieve<Uint8Array>(address);
    expect(Buffer.compare(data, bytes)).toBe(0);
  });

  test("what is there already is not sent", async () => {
    await kstashOn(backendFor(server, {}, inParts)).create("parts", bytes, at);
    expect(asked()).toEqual(["HEAD 200"]);
  });

  test("each part is bound by one check, and none waits to be let in", async () => {
    await kstashOn(backendFor(server, {}, inParts)).create("checks", bytes, at);
    const parts = server.requests.filter(({ query }) => query.includes("partNumber"));
    for (const { headers } of parts) {
      expect(headers).not.toHaveProperty("expect");
      expect("x-amz-checksum-crc32" in headers).toBe(tls);
      expect(headers["x-amz-content-sha256"]).toMatch(
        tls ? /^UNSIGNED-PAYLOAD$/ : /^[0-9a-f]{64}$/,
      );
    }
  });

  // What follows is about the order of requests, which TLS does not change.
  if (tls) return;

  test("where the client adds no checksums, the signature binds them", async () => {
    const config = { requestChecksumCalculation: "WHEN_REQUIRED" } as const;
    const { address } = await kstashOn(backendFor(server, config, inParts)).create(
      "signed",
      bytes,
      at,
    );
    const parts = server.requests.filter(({ query }) => query.includes("partNumber"));
    for (const { headers } of parts) {
      expect(headers).not.toHaveProperty("x-amz-checksum-crc32");
      expect(headers["x-amz-content-sha256"]).toMatch(/^[0-9a-f]{64}$/);
    }
    expect(await isWhole(address)).toBe(true);
  });

  test("a part that fails: an error, and no part is left", async () => {
    server.faults.next({ ...isPart, answer: { status: 403, code: "AccessDenied" } });
    const error = await rejection(
      kstashOn(backendFor(server, {}, inParts)).create("denied", bytes, at),
    );
    expect(error.message).toContain("access is denied: allow s3:PutObject");
    expect(asked().at(-1)).toBe("abort 204");
    expect(await noneLeft()).toBe(true);
  });

  test("an abort: no part is left", async () => {
    const { reached } = server.faults.next({ ...isPart, connection: "stall" });
    const controller = new AbortController();
    const { signal } = controller;
    const kstash = kstashOn(backendFor(server, {}, inParts));
    const pending = rejection(kstash.create("aborted", bytes, { ...at, signal }));
    await reached;
    controller.abort();
    expect(await pending).toBe(signal.reason);
    await eventually(() => asked().at(-1) === "abort 204");
    expect(await noneLeft()).toBe(true);
  });

  test("stored by another meanwhile: success, and no part is left", async () => {
    let proceed = () => {};
    const wait = new Promise<void>((resolve) => (proceed = resolve));
    const { reached } = server.faults.next({ ...isComplete, wait });
    const pending = kstashOn(backendFor(server, {}, inParts)).create("race", bytes, at);
    await reached;
    const Key = server.requests[0]?.key as string;
    const ContentType = "application/x-raw";
    const other = { Bucket: "stashes", Key, Body: bytes, ContentType };
    await client.send(new PutObjectCommand(other));
    proceed();
    const { address } = await pending;
    expect(asked()).toContain("complete 412");
    expect(address.key).toBe(Key);
    expect(await noneLeft()).toBe(true);
  });

  test("a conflict: it is begun anew, and no part is left", async () => {
    server.faults.next({
      ...isComplete,
      answer: { status: 409, code: "ConditionalRequestConflict" },
    });
    const { address } = await kstashOn(backendFor(server, {}, inParts)).create(
      "conflict",
      bytes,
      at,
    );
    expect(asked()).toEqual([...whole.slice(0, -1), "complete 409", "abort 204", ...whole]);
    expect(await isWhole(address)).toBe(true);
    expect(await noneLeft()).toBe(true);
  });

  test("completed, and the answer is lost: success", async () => {
    server.faults.next({ ...isComplete, connection: "drop-answer" });
    const { address } = await kstashOn(backendFor(server, {}, inParts)).create("lost", bytes, at);
    expect(await isWhole(address)).toBe(true);
    expect(asked().filter((request) => request === "begin 200")).toHaveLength(1);
  });

  test("a store without conditional writes", async () => {
    server.faults.next({
      when: ({ headers }) => "if-none-match" in headers,
      times: Infinity,
      answer: { status: 501, code: "NotImplemented" },
    });
    const { create } = kstashOn(backendFor(server, { maxAttempts: 1 }, inParts));
    const { address } = await create("unconditional", bytes, at);
    expect(asked().slice(-2)).toEqual(["complete 501", "complete 200"]);
    expect(await isWhole(address)).toBe(true);
  });

  test("a program that may only write", async () => {
    server.faults.next({ method: "HEAD", answer: { status: 403, code: "AccessDenied" } });
    const { address } = await kstashOn(backendFor(server, {}, inParts)).create(
      "write only",
      bytes,
      at,
    );
    expect(asked()[0]).toBe("HEAD 403");
    expect(await isWhole(address)).toBe(true);
  });

  test("a bucket that does not exist", async () => {
    const { create } = kstashOn(backendFor(server, {}, inParts));
    const error = await rejection(create("context", bytes, { namespace: "none" }));
    expect(error.message).toContain('bucket "none" does not exist: create it first');
  });
});
