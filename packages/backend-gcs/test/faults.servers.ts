import { inspect } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { Storage } from "@google-cloud/storage";
import { Config, type StoredStream } from "@kstash/core";
import {
  type FaultProxy,
  installFakeGcs,
  type Server,
  startFakeGcs,
  startFaultProxy,
} from "@kstash/servers";
import { connector } from "../src/client/connection.js";
import { send, textOf } from "../src/client/request.js";
import { gcs, type GcsOptions } from "../src/index.js";
import { bytesOf, eventually, kstashOn, rejection } from "./kit.js";

const describeInstalled = installFakeGcs() ? describe : describe.skip;
const MIB = 1024 * 1024;

describeInstalled("faults between the SDK and fake-gcs-server", () => {
  const bytes = bytesOf(300_000);
  const at = { namespace: "stashes" };
  let server: Server;
  let proxy: FaultProxy;
  let storage: Storage;
  beforeAll(async () => {
    server = await startFakeGcs();
    proxy = await startFaultProxy(server.url);
    storage = new Storage({ apiEndpoint: server.url, projectId: "kstash" });
    await storage.createBucket("stashes");
  }, 120_000);
  afterAll(async () => {
    await proxy?.close();
    await server?.close();
  });
  beforeEach(() => proxy.clear());

  const backend = (options: GcsOptions = {}) =>
    gcs({ options: { apiEndpoint: proxy.url, projectId: "kstash" }, ...options });
  const kstash = (options: GcsOptions = {}) => kstashOn(backend(options));
  const methods = () => proxy.requests.map(({ method }) => method);
  const ranges = () => proxy.requests.map(({ range }) => range);

  const left = async (prefix: string) => {
    const [files] = await storage.bucket("stashes").getFiles({ prefix });
    return files.map(({ name }) => name);
  };

  describe("a store that fails for a while", () => {
    test.each([429, 500, 503])("%d: it is tried again", async (status) => {
      void proxy.next({ answer: { status }, times: 2 });
      const { create, retrieve } = kstash();
      const { address } = await create(`status-${status}`, bytes, at);
      expect(methods()).toEqual(["POST", "POST", "POST"]);
      expect((await retrieve(address)).data).toEqual(new Uint8Array(bytes));
    });

    test.each([
      [429, "rateLimitExceeded", "the store is overloaded"],
      [503, "backendError", "the store is overloaded"],
      [401, "authError", "does not accept the credentials"],
      [403, "forbidden", 'allow storage.objects.create on bucket "stashes"'],
      [400, "userProjectMissing", "paid for by the requester"],
    ])("%d %s without end: an error that says so", async (status, reason, words) => {
      const body = JSON.stringify({ error: { message: "no", errors: [{ reason }] } });
      void proxy.next({ answer: { status, body }, times: Infinity });
      const error = await rejection(kstash().create("failing", bytes, at));
      expect(error).toMatchObject({ code: "BACKEND_REMOTE_ERROR" });
      expect(error.message).toContain(words);
      expect(error.message).toContain(`(${reason}, HTTP ${status})`);
    });

    test("what is not foreseen is in the store's own words, and without the payload", async () => {
      const body = JSON.stringify({
        error: { message: "an odd request", errors: [{ reason: "odd" }] },
      });
      void proxy.next({ answer: { status: 400, body } });
      const secret = Buffer.from("a secret payload ".repeat(100));
      const error = await rejection(kstash().create("odd", secret, at));
      expect(error.message).toContain("odd: an odd request");
      expect(inspect(error, { depth: 9 })).not.toContain("secret");
    });

    test("nobody there: what to check, without the payload", async () => {
      const nowhere = gcs({ options: { apiEndpoint: "http://127.0.0.1:1", projectId: "kstash" } });
      const secret = Buffer.from("a secret payload ".repeat(100));
      const error = await rejection(kstashOn(nowhere).create("odd", secret, at));
      expect(error.message).toContain(
        "refused the connection: check options.apiEndpoint, if it is set (ECONNREFUSED)",
      );
      expect(inspect(error, { depth: 9 })).not.toMatch(/secret|61 20 73 65/);
    });
  });

  describe("writing", () => {
    test("an answer that is lost: the payload is found by the second attempt", async () => {
      void proxy.next({ loseAnswer: true });
      const { create, retrieve } = kstash();
      const { address } = await create("lost-answer", bytes, at);
      expect(methods()).toEqual(["POST", "POST"]);
      expect((await retrieve(address)).data).toEqual(new Uint8Array(bytes));
    });

    test("a chunk that failed: it is asked how much there is, and the rest is sent", async () => {
      // fake-gcs-server takes that question for the end of the upload, so it is not asked.
      const payload = bytesOf(17 * MIB);
      const isRange = (range: string) => (request: { headers: Record<string, unknown> }) =>
        request.headers["content-range"] === range;
      const first = isRange(`bytes 0-${8 * MIB - 1}/${17 * MIB}`);
      const question = isRange(`bytes */${17 * MIB}`);
      void proxy.next({ when: first as never, answer: { status: 503 } });
      const asked = proxy.next({ when: question as never, answer: { status: 308 } });
      const { create, retrieve } = kstash({ parallelAboveBytes: MIB });
      const { address } = await create("failed-chunk", payload, at);
      await asked;
      const { data } = await retrieve<Uint8Array>(address);
      expect(Buffer.compare(data, payload)).toBe(0);
    });

    test("an abort in mid-upload cancels it, and frees the connection", async () => {
      const stalled = proxy.next({ stall: true, when: ({ method }) => method === "PUT" });
      const controller = new AbortController();
      const { create } = kstash({ parallelAboveBytes: MIB });
      const { signal } = controller;
      const creating = create("aborted", bytesOf(20 * MIB), { ...at, signal });
      creating.catch(() => {});
      await stalled;
      controller.abort(new Error("enough"));
      await expect(creating).rejects.toThrow("enough");
      await eventually(() => methods().at(-1) === "DELETE" && proxy.stalled === 0);
      expect(await left("aborted")).toEqual([]);
    });

    test("a stream that fails cancels the upload, and leaves nothing", async () => {
      const digest = "28a5e15a666b0cd1415490dcf6674255";
      const payload = {
        namespace: "stashes",
        name: "failing",
        key: `failing.${digest}`,
        digest,
        codec: "raw",
        contentType: "application/x-raw",
        address: `gs://stashes/failing.${digest}`,
        length: 30 * MIB,
        async *stream(start = 0, end = 30 * MIB): AsyncGenerator<Uint8Array> {
          if (start >= 16 * MIB) throw new Error("the file was changed");
          yield new Uint8Array(end - start);
        },
      };
      const { putStream } = backend();
      const context = { config: {} as never, decline: () => undefined };
      await expect(putStream(payload, context)).rejects.toThrow("the file was changed");
      expect(methods().at(-1)).toBe("DELETE");
      expect(await left("failing")).toEqual([]);
    });
  });

  describe("reading", () => {
    const stored = async (name: string, length = bytes.length) => {
      const { create, retrieve } = kstash({ parallelAboveBytes: MIB });
      const { address } = await create(name, bytesOf(length), at);
      proxy.clear();
      return { address, retrieve };
    };

    test("one request for a small object", async () => {
      const { address, retrieve } = await stored("one");
      await retrieve(address);
      expect(ranges()).toEqual([`bytes=0-${MIB - 1}`]);
    });

    test("an answer that breaks off: only the rest is asked for", async () => {
      const { address, retrieve } = await stored("cut");
      void proxy.next({ cutAfter: 100_000 });
      expect((await retrieve(address)).data).toEqual(new Uint8Array(bytes));
      expect(ranges()).toHaveLength(2);
      const [, from = 0, to] = /bytes=(\d+)-(\d+)/.exec(ranges()[1] ?? "") ?? [];
      expect(Number(from)).toBeGreaterThan(0);
      expect(Number(from)).toBeLessThanOrEqual(100_000);
      expect(Number(to)).toBe(bytes.length - 1);
    });

    test("an answer that breaks off again and again: an error", async () => {
      const { address, retrieve } = await stored("cut-again");
      void proxy.next({ cutAfter: 1000, times: Infinity });
      const error = await rejection(retrieve(address));
      expect(error).toMatchObject({ code: "BACKEND_REMOTE_ERROR" });
      expect(error.message).toContain("the answer broke off");
      expect(ranges()).toHaveLength(3);
    });

    test("bytes that are changed on their way are refused", async () => {
      const { address, retrieve } = await stored("flipped");
      void proxy.next({ changeAnswer: true });
      expect(await rejection(retrieve(address))).toMatchObject({ code: "STASH_CORRUPTED" });
    });

    test("a large object in ranges, in order, and one of them breaks off", async () => {
      const { address, retrieve } = await stored("ranges", 7 * MIB + 5);
      void proxy.next({ when: ({ headers }) => isSecond(headers), cutAfter: 50_000 });
      const { data } = await retrieve<Uint8Array>(address);
      expect(Buffer.compare(data, bytesOf(7 * MIB + 5))).toBe(0);
      // The first, six of 1 MiB, the last 5 bytes, and a rest.
      expect(ranges()).toHaveLength(9);
    });

    test("an abort in mid-body ends all requests, and frees their sockets", async () => {
      const { address, retrieve } = await stored("stalled", 7 * MIB);
      const stalled = proxy.next({ when: ({ headers }) => isSecond(headers), stallAfter: 1000 });
      const controller = new AbortController();
      const reading = retrieve(address, { signal: controller.signal });
      reading.catch(() => {});
      await stalled;
      controller.abort(new Error("enough"));
      await expect(reading).rejects.toThrow("enough");
      await eventually(() => proxy.stalled === 0);
    });

    test("a stream that is left early ends all requests, also one that is silent", async () => {
      const { address } = await stored("left", 7 * MIB);
      void proxy.next({ when: ({ headers }) => isSecond(headers), stallAfter: 1000 });
      const { body } = (await backend({ parallelAboveBytes: MIB }).get(address, {
        config: new Config(),
      })) as StoredStream;
      for await (const _ of body) {
        await eventually(() => proxy.requests.length === 4);
        break;
      }
      await eventually(() => proxy.stalled === 0);
    });

    test("an object that is renewed while it is read is read on", async () => {
      const { address, retrieve } = await stored("renewed", 4 * MIB);
      const cut = proxy.next({ when: ({ headers }) => isSecond(headers), stallAfter: 1000 });
      const reading = retrieve<Uint8Array>(address);
      await cut;
      await storage
        .bucket("stashes")
        .file(address.key)
        .save(bytesOf(4 * MIB), { contentType: "application/x-raw" });
      proxy.endStalled();
      const { data } = await reading;
      expect(Buffer.compare(data, bytesOf(4 * MIB))).toBe(0);
    });

    test("an object that is removed while it is read: not found", async () => {
      const { address, retrieve } = await stored("removed", 4 * MIB);
      const cut = proxy.next({ when: ({ headers }) => isSecond(headers), stallAfter: 1000 });
      const reading = rejection(retrieve(address));
      await cut;
      await storage.bucket("stashes").file(address.key).delete();
      proxy.endStalled();
      const error = await reading;
      expect(error).toMatchObject({ code: "STASH_NOT_FOUND" });
      expect(error.message).toContain("it was removed while it was read");
    });
  });

  test("a connection that is silent is given up, and the request sent again", async () => {
    const connect = connector(
      { storage: new Storage({ apiEndpoint: proxy.url, projectId: "k" }) },
      200,
    );
    const session = { ...(await connect()), signal: undefined, explain: (error: unknown) => error };
    void proxy.next({ stall: true });
    const url = `${proxy.url}/storage/v1/b/stashes`;
    expect(await textOf((await send(session, { method: "GET", url })).body)).toContain("stashes");
    expect(methods()).toEqual(["GET", "GET"]);
    void proxy.next({ stallAfter: 10 });
    const { body } = await send(session, { method: "GET", url });
    await expect(textOf(body)).rejects.toThrow();
  });
});

function isSecond(headers: Readonly<Record<string, unknown>>): boolean {
  return String(headers["range"]).startsWith(`bytes=${MIB}-`);
}
