import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { Address } from "@kstash/core";
import { type S3Server, startS3Server } from "@kstash/s3-server";
import { backendFor, clientFor, eventually, kstashOn, rejection } from "./kit.js";

const MIB = 1024 * 1024;
const at = { namespace: "stashes" };
const inRanges = { parallelAboveBytes: MIB };

describe("large objects are read in ranges", () => {
  const bytes = Buffer.alloc(2 * MIB + 5, "0123456789abcdefghi");
  let server: S3Server;
  let address: Address;
  beforeAll(async () => {
    server = await startS3Server({ buckets: ["stashes"] });
    ({ address } = await kstashOn(backendFor(server)).create("large", bytes, at));
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.requests.length = 0;
    server.faults.clear();
  });

  const ranges = () => server.requests.map(({ headers }) => headers["range"]);
  const all = [
    `bytes=0-${MIB - 1}`,
    `bytes=${MIB}-${2 * MIB - 1}`,
    `bytes=${2 * MIB}-${2 * MIB + 4}`,
  ];

  test("each of them once, and all of the same version", async () => {
    const { data } = await kstashOn(backendFor(server, {}, inRanges)).retrieve<Uint8Array>(address);
    expect(Buffer.compare(data, bytes)).toBe(0);
    expect(ranges().toSorted()).toEqual(all.toSorted());
    const versions = server.requests.slice(1).map(({ headers }) => headers["if-match"]);
    expect(new Set(versions).size).toBe(1);
    expect(versions[0]).toMatch(/^"[0-9a-f]{32}/);
  });

  test("one that fails ends all, and frees their sockets", async () => {
    const before = server.connections;
    server.faults.next({
      when: ({ headers }) => headers["range"] === all[2],
      answer: { status: 403, code: "AccessDenied" },
    });
    server.faults.next({ when: ({ headers }) => headers["range"] === all[1], connection: "stall" });
    const error = await rejection(kstashOn(backendFor(server, {}, inRanges)).retrieve(address));
    expect(error.message).toContain("access is denied");
    // Two answers were read to their ends: these sockets may serve again.
    await eventually(() => server.connections <= before + 2);
  });

  /** Reads an object in ranges, and does something before the second range is answered. */
  const readWhile = async (key: string, step: () => Promise<unknown>) => {
    let proceed = () => {};
    const wait = new Promise<void>((resolve) => (proceed = resolve));
    server.requests.length = 0;
    const { reached } = server.faults.next({
      when: ({ headers }) => headers["range"] === all[1],
      wait,
    });
    const reading = kstashOn(backendFor(server, {}, inRanges)).retrieve<Uint8Array>(
      `s3://stashes/${key}`,
    );
    reading.catch(() => {});
    await reached;
    await step();
    proceed();
    return reading;
  };

  test.each([
    ["as long", bytes.length],
    ["longer", bytes.length + 1],
  ])("an object that is replaced meanwhile by another, %s, is refused", async (_, length) => {
    const client = clientFor(server);
    const { address } = await kstashOn(backendFor(server)).create("replaced", bytes, at);
    const Body = Buffer.alloc(length, "x");
    const error = await rejection(
      readWhile(address.key, () =>
        client.send(new PutObjectCommand({ Bucket: "stashes", Key: address.key, Body })),
      ),
    );
    expect(error).toMatchObject({ code: "STASH_CORRUPTED" });
    expect(server.requests.map(({ status }) => status)).toContain(412);
    client.destroy();
  });

  test("more than maxPayloadBytes is refused by the first answer", async () => {
    const { retrieve } = kstashOn(backendFor(server, {}, inRanges), { maxPayloadBytes: 2 * MIB });
    expect(await rejection(retrieve(address))).toMatchObject({ code: "STASH_TOO_LARGE" });
    expect(ranges()).toEqual([all[0]]);
  });

  test("an empty object has no ranges", async () => {
    const { create, retrieve } = kstashOn(backendFor(server, {}, inRanges));
    const { address } = await create("empty", Buffer.alloc(0), at);
    server.requests.length = 0;
    expect((await retrieve(address)).data).toHaveLength(0);
    expect(server.requests.map(({ status }) => status)).toEqual([416, 200]);
  });
});

describe("a store that is no good at ranges", () => {
  const body = Buffer.alloc(5 * MIB, "0123456789abcdefghi");
  const servers: Server[] = [];
  afterAll(() => servers.forEach((server) => server.close()));

  const storeOf = async (listener: RequestListener) => {
    const server = createServer(listener).listen(0, "127.0.0.1");
    servers.push(server);
    await once(server, "listening");
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const credentials = { accessKeyId: "AKID", secretAccessKey: "secret" };
    return backendFor({ endpoint, ca: undefined, region: "us-east-1", credentials });
  };
  const address = "s3://stashes/context.0e3a1a4a1ee3f0b2e5b3a0c9d9d7d7d7";

  test("that knows none, and declares no length, is read to its end", async () => {
    const backend = await storeOf((_, response) => {
      response.writeHead(200, { "content-type": "application/x-raw" });
      response.write(body.subarray(0, MIB));
      response.end(body.subarray(MIB));
    });
    const error = await rejection(kstashOn(backend).retrieve(address));
    // All of it was read, and found to be another's.
    expect(error).toMatchObject({ code: "STASH_CORRUPTED" });
    expect(error.message).toContain(`(${body.length} bytes)`);
  });

  test.each([{}, { as: "stream" } as const])(
    "that declares too much, and sends none of it, is refused at once (%j)",
    async (as) => {
      let closed: Promise<unknown> | undefined;
      const backend = await storeOf((_, response) => {
        closed = once(response, "close");
        response.writeHead(200, { "content-type": "application/x-raw", "content-length": 1001 });
        response.flushHeaders();
      });
      const options = { ...as, config: { backends: [backend], maxPayloadBytes: 1000 } };
      const error = await rejection(kstashOn(backend).retrieve(address, options as object));
      expect(error).toMatchObject({ code: "STASH_TOO_LARGE" });
      expect(error.message).toContain("has 1001 bytes, Config.maxPayloadBytes allows 1000");
      await closed;
    },
  );

  test("that breaks off, and begins anew: no byte is read twice", async () => {
    let asked = 0;
    const backend = await storeOf((_, response) => {
      asked += 1;
      response.writeHead(200, {
        "content-type": "application/x-raw",
        "content-length": body.length,
      });
      if (asked === 3) return void response.end(body);
      response.write(body.subarray(0, asked * MIB + 1), () => response.destroy());
    });
    const error = await rejection(kstashOn(backend).retrieve(address));
    expect(asked).toBe(3);
    // All of it was read, and found to be another's.
    const digest = createHash("md5").update(body).digest("hex");
    expect(error.message).toContain(`its md5 is ${digest} (${body.length} bytes)`);
  });

  test.each<[string, number, string]>([
    ["removed while it is read: not found", 404, "STASH_NOT_FOUND"],
    // All of it was read, and found to be another's.
    ["written again while it is read: the rest of the new one", 412, "STASH_CORRUPTED"],
  ])("%s", async (_, status, code) => {
    const versions: unknown[] = [];
    const backend = await storeOf(({ headers }, response) => {
      versions.push(headers["if-match"]);
      const types = { "content-type": "application/x-raw", etag: '"one"' };
      if (versions.length === 1) {
        response.writeHead(200, { ...types, "content-length": body.length });
        response.write(body.subarray(0, MIB), () => response.destroy());
      } else if (versions.length === 2) {
        response.writeHead(status).end();
      } else {
        const start = Number(/\d+/.exec(String(headers["range"]))?.[0]);
        const rest = body.subarray(start);
        const range = `bytes ${start}-${body.length - 1}/${body.length}`;
        response.writeHead(206, {
          ...types,
          "content-range": range,
          "content-length": rest.length,
        });
        response.end(rest);
      }
    });
    const error = await rejection(kstashOn(backend).retrieve(address));
    expect(error).toMatchObject({ code });
    const digest = createHash("md5").update(body).digest("hex");
    if (status === 412) expect(error.message).toContain(`its md5 is ${digest}`);
    expect(versions).toEqual([undefined, '"one"', ...(status === 412 ? [undefined] : [])]);
  });

  test("that sends less than it said that there is: an error", async () => {
    const backend = await storeOf((_, response) => {
      const total = { "content-range": `bytes 0-${body.length - 1}/${body.length + 1}` };
      response.writeHead(206, { ...total, "content-length": body.length }).end(body);
    });
    const error = await rejection(kstashOn(backend).retrieve(address));
    expect(error.message).toContain("the answer broke off");
  });

  test("that declares no length is read no further than maxPayloadBytes, also where it never ends", async () => {
    let closed = () => {};
    const freed = new Promise<void>((resolve) => (closed = resolve));
    const backend = await storeOf((_, response) => {
      const more = () => {
        while (response.write(body.subarray(0, MIB)));
      };
      response.on("drain", more).once("close", closed);
      more();
    });
    const { retrieve } = kstashOn(backend, { maxPayloadBytes: 3 * MIB });
    const error = await rejection(retrieve(address));
    expect(error).toMatchObject({ code: "STASH_TOO_LARGE" });
    expect(error.message).toContain(`more than ${3 * MIB} bytes`);
    await freed;
  });
});
