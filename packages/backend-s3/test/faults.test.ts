import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Stash } from "@kstash/core";
import {
  cutAfter,
  endless,
  internalError,
  longerBy,
  shorterBy,
  slowDown,
  type BodyFault,
  type S3Server,
  startS3Server,
} from "@kstash/s3-server";
import { backendFor, bytesOf, configFor, eventually, kstashOn, rejection } from "./kit.js";

const bytes = bytesOf(300_000);
const at = { namespace: "stashes" };
// No second attempt of the SDK's: each fault is met once.
const once = { maxAttempts: 1 };

describe.each([{ tls: false }, { tls: true }])("a store that fails (tls: $tls)", ({ tls }) => {
  let server: S3Server;
  let address: string;
  beforeAll(async () => {
    server = await startS3Server({ tls, buckets: ["stashes"] });
    ({
      address: { text: address },
    } = await kstashOn(backendFor(server)).create("read", bytes, at));
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.requests.length = 0;
    server.faults.clear();
  });

  // Jest's own comparison of large arrays takes seconds.
  const same = async (stash: Promise<Stash<Uint8Array>>) =>
    Buffer.compare((await stash).data, bytes) === 0;
  const gets = () => server.requests.filter(({ method }) => method === "GET").length;

  test.each([
    ["reset in mid-body", cutAfter(100_000)],
    ["a body shorter than declared", shorterBy(1)],
  ])("%s: the rest of the same version is asked for", async (_, body) => {
    server.faults.next({ method: "GET", body, times: 2 });
    const { retrieve } = kstashOn(backendFor(server, once));
    expect(await same(retrieve<Uint8Array>(address))).toBe(true);
    expect(gets()).toBe(3);
    const [first, ...others] = server.requests.map(({ headers }) => headers["if-match"]);
    expect(first).toBeUndefined();
    expect(others.map((version) => /^"[0-9a-f]{32}"$/.test(version ?? ""))).toEqual([true, true]);
  });

  test.each([
    ["reset in mid-body", cutAfter(50_000)],
    ["a body shorter than declared", shorterBy(1)],
  ])("%s, for ever: an error, and no socket is left", async (_, body) => {
    server.faults.next({ method: "GET", body, times: Infinity });
    const before = server.connections;
    const error = await rejection(kstashOn(backendFor(server, once)).retrieve(address));
    expect(error).toMatchObject({ code: "BACKEND_REMOTE_ERROR" });
    expect(error.message).toContain(`could not read ${address}: the answer broke off`);
    expect(gets()).toBe(3);
    await eventually(() => server.connections === before);
  });

  test("a body longer than declared never gets through changed", async () => {
    server.faults.next({ method: "GET", body: longerBy(100) });
    const { retrieve } = kstashOn(backendFor(server, once));
    expect(await same(retrieve<Uint8Array>(address))).toBe(true);
    expect(await same(retrieve<Uint8Array>(address))).toBe(true);
  });

  test("a body without a length is read to its end", async () => {
    const chunked: BodyFault = ({ chunks }) => ({ length: undefined, chunks });
    server.faults.next({ method: "GET", body: chunked });
    expect(await same(kstashOn(backendFor(server)).retrieve<Uint8Array>(address))).toBe(true);
  });

  test("a body that never ends is read no further than declared, and its socket is freed", async () => {
    server.faults.next({ method: "GET", body: endless, times: Infinity });
    const before = server.connections;
    const error = await rejection(kstashOn(backendFor(server)).retrieve(address));
    expect(error.message).toContain("the answer broke off");
    // More than was declared is not asked for again.
    expect(gets()).toBe(1);
    await eventually(() => server.connections === before);
  });

  test("more than maxPayloadBytes is refused unread, and its socket is freed", async () => {
    const before = server.connections;
    const { retrieve } = kstashOn(backendFor(server), { maxPayloadBytes: 299_999 });
    expect(await rejection(retrieve(address))).toMatchObject({ code: "STASH_TOO_LARGE" });
    expect(gets()).toBe(1);
    await eventually(() => server.connections === before);
  });

  test.each([
    ["503 SlowDown", slowDown],
    ["500 InternalError", internalError],
    ["a connection that is reset before the answer", { connection: "drop" } as const],
  ])("%s, then success", async (_, fault) => {
    server.faults.next(fault);
    const { create, retrieve } = kstashOn(backendFor(server));
    const stash = await create("busy", bytesOf(10), at);
    server.faults.next(fault);
    expect((await retrieve(stash.address)).equals(stash)).toBe(true);
  });

  test.each([
    [slowDown, "the store is overloaded, also after retries"],
    [internalError, "the store failed, also after retries"],
    [{ connection: "drop" } as const, "the connection was lost, also after retries"],
  ])("%j without end", async (fault, reason) => {
    server.faults.next({ ...fault, times: Infinity });
    const { create } = kstashOn(backendFor(server, { maxAttempts: 2 }));
    const error = await rejection(create("failing", bytes, at));
    expect(error).toMatchObject({ code: "BACKEND_REMOTE_ERROR" });
    expect(error.message).toContain(reason);
    expect(server.requests).toHaveLength(2);
  });

  describe("a stall", () => {
    test("the time limit ends it, and frees the socket", async () => {
      const before = server.connections;
      server.faults.next({ connection: "stall" });
      const requestHandler = { ...configFor(server).requestHandler, socketTimeout: 50 };
      const backend = backendFor(server, { ...once, requestHandler });
      const error = await rejection(kstashOn(backend).retrieve(address));
      expect(error.message).toContain("did not answer in time, also after retries");
      await eventually(() => server.connections === before);
    });

    test.each(["create", "retrieve", "remove"] as const)("abort ends %s", async (operation) => {
      const before = server.connections;
      const { reached } = server.faults.next({ connection: "stall" });
      const controller = new AbortController();
      const { signal } = controller;
      const kstash = kstashOn(backendFor(server));
      const calls = {
        create: () => kstash.create("stalled", bytes, { ...at, signal }),
        retrieve: () => kstash.retrieve(address, { signal }),
        remove: () => kstash.remove(address, { signal }),
      };
      const pending = rejection(calls[operation]());
      await reached;
      controller.abort();
      expect(await pending).toBe(signal.reason);
      await eventually(() => server.connections === before);
    });

    test("abort ends a body that has begun", async () => {
      const before = server.connections;
      let begun = () => {};
      const half = new Promise<void>((resolve) => (begun = resolve));
      const stalled: BodyFault = ({ length, chunks }) => ({ length, chunks: stopHalfway(chunks) });
      async function* stopHalfway(chunks: Parameters<BodyFault>[0]["chunks"]) {
        for await (const chunk of chunks) {
          yield chunk.subarray(0, 1000);
          begun();
          await new Promise(() => {});
        }
      }
      server.faults.next({ method: "GET", body: stalled });
      const controller = new AbortController();
      const { signal } = controller;
      const pending = rejection(kstashOn(backendFor(server)).retrieve(address, { signal }));
      await half;
      controller.abort(new Error("enough"));
      expect(await pending).toBe(signal.reason);
      await eventually(() => server.connections === before);
    });

    test("abort while credentials are awaited", async () => {
      const controller = new AbortController();
      const { signal } = controller;
      let asked = () => {};
      const begun = new Promise<void>((resolve) => (asked = resolve));
      const credentials = () => {
        asked();
        return new Promise<never>(() => {});
      };
      const backend = backendFor(server, { credentials });
      const pending = rejection(kstashOn(backend).retrieve(address, { signal }));
      await begun;
      controller.abort();
      expect(await pending).toBe(signal.reason);
    });

    test("a time limit of the caller's is an abort, not a failure of the store", async () => {
      const { reached } = server.faults.next({ connection: "stall" });
      const controller = new AbortController();
      const { signal } = controller;
      const pending = rejection(kstashOn(backendFor(server)).retrieve(address, { signal }));
      await reached;
      // As AbortSignal.timeout has it.
      const reason = Object.assign(new Error("too late"), { name: "TimeoutError" });
      controller.abort(reason);
      expect(await pending).toBe(reason);
    });

    test("abort while it waits to try again", async () => {
      const { reached } = server.faults.next({ ...slowDown, times: Infinity });
      const controller = new AbortController();
      const { signal } = controller;
      const backend = backendFor(server, { maxAttempts: 100 });
      const pending = rejection(kstashOn(backend).create("waiting", bytes, { ...at, signal }));
      await reached;
      controller.abort();
      expect(await pending).toBe(signal.reason);
    });
  });
});
