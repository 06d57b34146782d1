import { inspect } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { BlobServiceClient, type ContainerClient } from "@azure/storage-blob";
import { Config, type StoredStream } from "@kstash/core";
import {
  type Azurite,
  type FaultProxy,
  installAzurite,
  startAzurite,
  startFaultProxy,
} from "@kstash/servers";
import { azure, type AzureOptions } from "../src/index.js";
import { bytesOf, eventually, kstashOn, rejection } from "./kit.js";

const describeInstalled = installAzurite() ? describe : describe.skip;
const MIB = 1024 * 1024;

describeInstalled("faults between the SDK and Azurite", () => {
  const bytes = bytesOf(300_000);
  const at = { namespace: "stashes" };
  const quick = { retryOptions: { retryDelayInMs: 1, maxRetryDelayInMs: 2 } };
  let server: Azurite;
  let proxy: FaultProxy;
  let container: ContainerClient;
  beforeAll(async () => {
    server = await startAzurite();
    proxy = await startFaultProxy(server.url);
    const service = BlobServiceClient.fromConnectionString(server.connectionString);
    container = service.getContainerClient("stashes");
    await container.create();
  }, 120_000);
  afterAll(async () => {
    await proxy?.close();
    await server?.close();
  });
  beforeEach(() => proxy.clear());

  const kstash = (options: AzureOptions = {}) =>
    kstashOn(
      azure({
        connectionString: server.connectionString.replace(server.url, proxy.url),
        clientOptions: quick,
        ...options,
      }),
    );
  const methods = () => proxy.requests.map(({ method }) => method);
  const ranges = () => proxy.requests.map(({ range }) => range);

  const blobsLeft = async (prefix: string) => {
    const found: string[] = [];
    for await (const { name } of container.listBlobsFlat({ prefix })) found.push(name);
    return found;
  };

  describe("a store that fails for a while", () => {
    test.each([500, 503])("%d: the SDK tries again", async (status) => {
      void proxy.next({ answer: { status, headers: { "retry-after": "1" } }, times: 2 });
      const { create, retrieve } = kstash();
      const { address } = await create(`status-${status}`, bytes, at);
      expect(methods()).toEqual(["PUT", "PUT", "PUT"]);
      expect((await retrieve(address)).data).toEqual(new Uint8Array(bytes));
    });

    test.each([
      [429, "TooManyRequests", "the store is overloaded"],
      [503, "ServerBusy", "the store is overloaded"],
      [500, "InternalError", "the store failed"],
      [403, "AuthenticationFailed", "does not accept the credentials"],
      [403, "AuthorizationPermissionMismatch", "blobs/write (in a SAS: c and w)"],
      [403, "KeyBasedAuthenticationNotPermitted", "does not allow its keys"],
      [409, "ContainerBeingDeleted", "is being deleted"],
      [400, "Md5Mismatch", "received other bytes than were sent"],
    ])("%d %s without end: an error that says so", async (status, code, words) => {
      const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`;
      const headers = { "x-ms-error-code": code, "content-type": "application/xml" };
      void proxy.next({ answer: { status, headers, body }, times: Infinity });
      const error = await rejection(kstash().create("failing", bytes, at));
      expect(error).toMatchObject({ code: "BACKEND_REMOTE_ERROR" });
      expect(error.message).toContain(words);
      expect(error.message).toContain(`(${code}, HTTP ${status})`);
    });

    test("what is not foreseen is in the store's own words", async () => {
      const body = "<Error><Code>Odd</Code><Message>an odd request</Message></Error>";
      const headers = { "x-ms-error-code": "Odd", "content-type": "application/xml" };
      void proxy.next({ answer: { status: 400, headers, body } });
      const error = await rejection(kstash().create("odd", bytes, at));
      expect(error.message).toContain("an odd request");
      expect(inspect(error, { depth: 9 })).not.toContain(server.accountKey);
    });
  });

  describe("writing", () => {
    test("an answer that is lost: the payload is found by the second attempt", async () => {
      void proxy.next({ loseAnswer: true });
      const { create, retrieve } = kstash();
      const { address } = await create("lost-answer", bytes, at);
      expect(methods()).toEqual(["PUT", "PUT"]);
      expect((await retrieve(address)).data).toEqual(new Uint8Array(bytes));
    });

    test.each(["md5", "sha256"] as const)(
      "bytes that are changed on their way are refused, and nothing is kept (%s)",
      async (hash) => {
        void proxy.next({ changeRequest: true });
        const name = `changed-${hash}`;
        const { create } = kstashOn(
          azure({
            connectionString: server.connectionString.replace(server.url, proxy.url),
            clientOptions: quick,
          }),
          { hash },
        );
        const error = await rejection(create(name, bytes, at));
        // Azure's own code for it is Md5Mismatch.
        expect(error.message).toContain("Provided contentMD5 doesn't match");
        expect(await blobsLeft(name)).toEqual([]);
      },
    );

    test("a block that is changed on its way is refused", async () => {
      void proxy.next({ changeRequest: true, when: ({ url }) => url!.includes("comp=block&") });
      const { create } = kstash({ parallelAboveBytes: 1000 });
      const error = await rejection(create("changed-block", bytes, at));
      expect(error.message).toContain("Provided contentMD5 doesn't match");
      expect(await blobsLeft("changed-block")).toEqual([]);
    });

    test("an abort in mid-upload: no blob is left, and no connection", async () => {
      const stalled = proxy.next({ stall: true, when: ({ url }) => url!.includes("comp=block&") });
      const controller = new AbortController();
      const { create } = kstash({ parallelAboveBytes: MIB });
      const { signal } = controller;
      const creating = create("aborted", bytesOf(20 * MIB), { ...at, signal });
      creating.catch(() => {});
      await stalled;
      controller.abort(new Error("enough"));
      await expect(creating).rejects.toThrow("enough");
      expect(await blobsLeft("aborted")).toEqual([]);
      await eventually(() => proxy.stalled === 0);
    });

    test("blocks that another writer's commit discarded: the payload is found", async () => {
      const payload = bytesOf(9 * MIB);
      const { create } = kstash({ parallelAboveBytes: MIB });
      const isCommit = ({ url }: { url?: string | undefined }) => url!.includes("comp=blocklist");
      const headers = { "x-ms-error-code": "InvalidBlockList", "content-type": "application/xml" };
      const body = "<Error><Code>InvalidBlockList</Code><Message>no</Message></Error>";
      void proxy.next({ when: isCommit, answer: { status: 400, headers, body } });
      const { address } = await create("discarded", payload, at);
      expect(proxy.requests.filter(isCommit)).toHaveLength(2);
      expect(await blobsLeft("discarded")).toEqual([address.key]);
    });

    test("of a stream no more than a few blocks are in memory, and its failure leaves nothing", async () => {
      const digest = "28a5e15a666b0cd1415490dcf6674255";
      const length = 30 * MIB;
      const payload = {
        namespace: "stashes",
        name: "failing",
        key: `failing.${digest}`,
        digest,
        codec: "raw",
        contentType: "application/x-raw",
        address: `az://stashes/failing.${digest}`,
        length,
        async *stream(start = 0): AsyncGenerator<Uint8Array> {
          if (start >= 25 * MIB) throw new Error("the file was changed");
          yield new Uint8Array(5 * MIB);
        },
      };
      const { putStream } = azure({ connectionString: server.connectionString });
      const context = { config: {} as never, decline: () => undefined };
      await expect(putStream(payload, context)).rejects.toThrow("the file was changed");
      expect(await blobsLeft("failing")).toEqual([]);
    });
  });

  describe("reading", () => {
    const stored = async (name: string, length = bytes.length) => {
      const { create, retrieve } = kstash({ parallelAboveBytes: MIB });
      const { address } = await create(name, bytesOf(length), at);
      proxy.clear();
      return { address, retrieve };
    };

    test("one request for a small blob", async () => {
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

    test("a large blob in ranges, in order, and one of them breaks off", async () => {
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
      const connectionString = server.connectionString.replace(server.url, proxy.url);
      const backend = azure({ connectionString, parallelAboveBytes: MIB });
      void proxy.next({ when: ({ headers }) => isSecond(headers), stallAfter: 1000 });
      const { body } = (await backend.get(address, { config: new Config() })) as StoredStream;
      for await (const _ of body) {
        await eventually(() => proxy.requests.length === 4);
        break;
      }
      await eventually(() => proxy.stalled === 0);
    });

    test("a blob that is renewed while it is read is read on", async () => {
      const { address, retrieve } = await stored("renewed", 4 * MIB);
      const cut = proxy.next({ when: ({ headers }) => isSecond(headers), stallAfter: 1000 });
      const reading = retrieve<Uint8Array>(address);
      await cut;
      await container.getBlobClient(address.key).setMetadata({ kstash_name: "renewed" });
      proxy.endStalled();
      const { data } = await reading;
      expect(Buffer.compare(data, bytesOf(4 * MIB))).toBe(0);
    });

    test("a blob that is removed while it is read: not found", async () => {
      const { address, retrieve } = await stored("removed", 4 * MIB);
      const cut = proxy.next({ when: ({ headers }) => isSecond(headers), stallAfter: 1000 });
      const reading = rejection(retrieve(address));
      await cut;
      await container.deleteBlob(address.key);
      proxy.endStalled();
      const error = await reading;
      expect(error).toMatchObject({ code: "STASH_NOT_FOUND" });
      expect(error.message).toContain("it was removed while it was read");
    });
  });

  test("a connection that is silent is given up, and the request sent again", async () => {
    const { newPipeline, StorageSharedKeyCredential } = await import("@azure/storage-blob");
    const { withTimeLimit } = await import("../src/client/time-limit.js");
    const credential = new StorageSharedKeyCredential(server.account, server.accountKey);
    const pipeline = withTimeLimit(newPipeline(credential, quick), 200);
    const serviceClient = new BlobServiceClient(proxy.url, pipeline);
    void proxy.next({ stall: true });
    const { create, retrieve } = kstashOn(azure({ serviceClient }));
    const { address } = await create("silent", bytes, at);
    void proxy.next({ stallAfter: 1000 });
    expect((await retrieve(address)).data).toEqual(new Uint8Array(bytes));
    expect(methods()).toEqual(["PUT", "PUT", "GET", "GET"]);
  });
});

function isSecond(headers: Readonly<Record<string, unknown>>): boolean {
  return String(headers["x-ms-range"]).startsWith(`bytes=${MIB}-`);
}
