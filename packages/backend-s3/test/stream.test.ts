import { once } from "node:events";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import {
  Address,
  type Codec,
  Config,
  createKstash,
  type Kstash,
  type StoredStream,
} from "@kstash/core";
import {
  type BodyFault,
  cutAfter,
  type FaultMatch,
  type S3Server,
  shorterBy,
  startS3Server,
  wrongBody,
} from "@kstash/s3-server";
import type { S3Options } from "../src/index.js";
import { backendFor, bytesOf, eventually, raw } from "./kit.js";

/** Bytes as they are, behind no header: streams of them are stored as bytes are. */
const plain: Codec = {
  ...raw,
  bytesHeader: () => new Uint8Array(),
  readBytesHeader: () => undefined,
};
/** Bytes behind one byte, so that there is a header to read. */
const headed: Codec = {
  ...plain,
  encode: (data) => Buffer.concat([Buffer.of(7), data as Uint8Array]),
  decode: (bytes) => bytes.slice(1),
  bytesHeader: () => Uint8Array.of(7),
};

const MIB = 1024 * 1024;
let server: S3Server;
beforeAll(async () => {
  server = await startS3Server({ buckets: ["stashes"] });
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
  server.faults.clear();
});

/** `readBytesHeader` of a test codec needs the length, as the header does not state it. */
function kstashFor(
  length: number,
  { maxPayloadBytes, ...options }: S3Options & { maxPayloadBytes?: number } = {},
): Kstash {
  const codec = { ...headed, readBytesHeader: () => ({ headerLength: 1, length }) };
  return createKstash({
    codecs: [codec],
    config: {
      backends: [backendFor(server, {}, options)],
      namespaces: ["stashes"],
      maxPayloadBytes,
    },
  });
}

async function* pieces(bytes: Uint8Array, size = 100_000): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size)
    yield bytes.subarray(start, start + size);
}

const methods = () => server.requests.map(({ method }) => method);
const options = { namespace: "stashes" } as const;

describe("a stream", () => {
  test("that is small is stored by one request, under the address of the same bytes", async () => {
    const bytes = bytesOf(300_000);
    const { create, retrieve } = kstashFor(bytes.length);
    const stash = await create("small", Readable.from(pieces(bytes)), options);
    expect(methods()).toEqual(["PUT"]);
    expect((await create("small", bytes, options)).address.text).toBe(stash.address.text);
    const read = await retrieve(stash.address, { as: "stream" });
    expect((await buffer(read.data)).equals(bytes)).toBe(true);
  });

  test("that is large is stored by parts, and read back by one request", async () => {
    const bytes = bytesOf(20 * MIB);
    const { create, retrieve } = kstashFor(bytes.length, { parallelAboveBytes: 32 * MIB });
    const { address } = await create("large", pieces(bytes, MIB), options);
    expect(methods().join(" ")).toBe("HEAD POST PUT PUT PUT PUT PUT POST");
    server.requests.length = 0;
    const { data } = await retrieve(address, { as: "stream" });
    expect(Buffer.compare(await buffer(data), bytes)).toBe(0);
    expect(methods()).toEqual(["GET"]);
    expect(Buffer.compare((await retrieve<Uint8Array>(address)).data, bytes)).toBe(0);
  }, 60_000);

  describe("that is read in parallel", () => {
    const bytes = bytesOf(20 * MIB - 1);
    const parallel = { parallelAboveBytes: MIB };
    const isRange = ({ headers }: { headers: Readonly<Record<string, string>> }) =>
      headers["range"] !== undefined && !headers["range"].startsWith("bytes=0-");
    const ranges = () => server.requests.filter(isRange).map(({ headers }) => headers["range"]);
    let address: string;
    beforeAll(async () => {
      address = String((await kstashFor(bytes.length).create("parallel", bytes, options)).address);
    });

    const open = async (signal?: AbortSignal) => {
      const { retrieve } = kstashFor(bytes.length, parallel);
      const { data } = await retrieve(address, { as: "stream", signal });
      return data as Readable;
    };

    test("asks for each range once, all of one version, and gives the bytes in order", async () => {
      expect((await buffer(await open())).equals(bytes)).toBe(true);
      const starts = Array.from({ length: 19 }, (_, index) => (index + 1) * MIB);
      expect(ranges().toSorted()).toEqual(
        starts.map((start) => `bytes=${start}-${start + MIB - 1}`).toSorted(),
      );
      const versions = server.requests.slice(1).map(({ headers }) => headers["if-match"]);
      expect(new Set(versions).size).toBe(1);
      expect(versions[0]).toMatch(/^"/);
    });

    test("has sixteen requests under way at once, and never more", async () => {
      let underWay = 0;
      let most = 0;
      let release = () => {};
      const all = new Promise<void>((resolve) => (release = resolve));
      // No answer ends before sixteen have begun.
      async function* held(chunks: Parameters<BodyFault>[0]["chunks"]) {
        underWay += 1;
        most = Math.max(most, underWay);
        if (underWay === 16) release();
        for await (const chunk of chunks) {
          yield chunk.subarray(0, 1);
          await all;
          yield chunk.subarray(1);
        }
        underWay -= 1;
      }
      const body: BodyFault = ({ length, chunks }) => ({ length, chunks: held(chunks) });
      server.faults.next({ method: "GET", body, times: Infinity });
      expect((await buffer(await open())).equals(bytes)).toBe(true);
      expect(most).toBe(16);
    });

    test("is fetched no further ahead than fifteen ranges beyond the one that is read", async () => {
      const slow = await open();
      await once(slow, "readable");
      const answered = () =>
        server.requests.filter((request) => isRange(request) && request.status === 206).length;
      await eventually(() => answered() === 15);
      // Another stream is read from start to end meanwhile, with nineteen ranges of its own.
      await buffer(await open());
      expect(ranges()).toHaveLength(15 + 19);
      slow.destroy();
    });

    test("fails at once if a range that is fetched ahead fails, and frees all sockets", async () => {
      const before = server.connections;
      const range = (index: number): FaultMatch => ({
        when: ({ headers }) => headers["range"]?.startsWith(`bytes=${index * MIB}-`) ?? false,
      });
      async function* begun(chunks: Parameters<BodyFault>[0]["chunks"]) {
        for await (const chunk of chunks) {
          yield chunk.subarray(0, 1000);
          await new Promise(() => {});
        }
      }
      const stalled: BodyFault = ({ length, chunks }) => ({ length, chunks: begun(chunks) });
      server.faults.next({ ...range(0), body: stalled });
      server.faults.next({ ...range(1), connection: "stall" });
      server.faults.next({ ...range(2), answer: { status: 403, code: "AccessDenied" } });
      await expect(open().then(buffer)).rejects.toMatchObject({
        code: "BACKEND_REMOTE_ERROR",
        message: expect.stringContaining("access is denied: allow s3:GetObject"),
      });
      // The answer that was read to its end leaves a socket that may serve again.
      await eventually(() => server.connections <= before + 1);
    });

    test("and aborted while a range waits for credentials fails with the reason", async () => {
      // They end so soon that the client asks for new ones for each request.
      const credentials = { ...server.credentials, expiration: new Date(Date.now() + 1000) };
      let opened = false;
      let wait = () => {};
      const waiting = new Promise<void>((resolve) => (wait = resolve));
      const provider = () => {
        if (!opened) return Promise.resolve(credentials);
        wait();
        return new Promise<never>(() => {});
      };
      const backend = backendFor(server, { credentials: provider }, parallel);
      const controller = new AbortController();
      const context = { config: new Config(), signal: controller.signal };
      const stored = (await backend.get(Address.parse(address), context)) as StoredStream;
      opened = true;
      const reading = buffer(Readable.from(stored.body));
      reading.catch(() => {});
      await waiting;
      controller.abort(new Error("enough"));
      await expect(reading).rejects.toThrow("enough");
    });

    test("and left early frees all sockets", async () => {
      const before = server.connections;
      server.faults.next({ method: "GET", when: isRange, connection: "stall", times: 15 });
      for await (const _ of await open()) {
        await eventually(() => ranges().length === 15);
        break;
      }
      await eventually(() => server.connections <= before);
    });

    test("and aborted frees all sockets, and fails with the reason", async () => {
      const before = server.connections;
      const { reached } = server.faults.next({
        method: "GET",
        when: isRange,
        connection: "stall",
        times: 3,
      });
      const controller = new AbortController();
      const reading = open(controller.signal).then(buffer);
      reading.catch(() => {});
      await reached;
      controller.abort(new Error("enough"));
      await expect(reading).rejects.toThrow();
      await eventually(() => server.connections <= before);
    });

    test("is refused over maxPayloadBytes by its first answer", async () => {
      const { retrieve } = kstashFor(bytes.length, { ...parallel, maxPayloadBytes: 9 * MIB - 1 });
      await expect(retrieve(address, { as: "stream" })).rejects.toMatchObject({
        code: "STASH_TOO_LARGE",
      });
      expect(ranges()).toEqual([]);
    });
  });

  test("whose source fails in mid-upload leaves nothing behind", async () => {
    const { putStream } = backendFor(server);
    const payload = {
      namespace: "stashes",
      name: "failing",
      key: "failing.28a5e15a666b0cd1415490dcf6674255",
      digest: "28a5e15a666b0cd1415490dcf6674255",
      codec: "raw",
      contentType: "application/x-raw",
      address: "s3://stashes/failing.28a5e15a666b0cd1415490dcf6674255",
      length: 20 * MIB,
      async *stream(start = 0): AsyncGenerator<Uint8Array> {
        if (start > 0) throw new Error("the file was changed");
        yield new Uint8Array(5 * MIB);
      },
    };
    const context = { config: {} as never, decline: () => undefined };
    await expect(putStream(payload, context)).rejects.toThrow("the file was changed");
    expect(server.requests.at(-1)).toMatchObject({ method: "DELETE", status: 204 });
    server.requests.length = 0;
  });

  describe("that is read", () => {
    const bytes = bytesOf(MIB);
    const stored = async () => {
      const kstash = kstashFor(bytes.length);
      const { address } = await kstash.create("read", bytes, options);
      server.requests.length = 0;
      return { ...kstash, address };
    };

    test("goes on where the connection was lost", async () => {
      const { retrieve, address } = await stored();
      server.faults.next({ method: "GET", body: cutAfter(700_000) });
      const { data } = await retrieve(address, { as: "stream" });
      expect((await buffer(data)).equals(bytes)).toBe(true);
      expect(methods()).toEqual(["GET", "GET"]);
    });

    test("gives up after three attempts, and says so", async () => {
      const { retrieve, address } = await stored();
      server.faults.next({ method: "GET", body: cutAfter(1000), times: 3 });
      const { data } = await retrieve(address, { as: "stream" });
      await expect(buffer(data)).rejects.toMatchObject({ code: "BACKEND_REMOTE_ERROR" });
      expect(methods()).toEqual(["GET", "GET", "GET"]);
    });

    test.each([
      ["a wrong body of the right length", wrongBody],
      ["a body shorter than stored", shorterBy(5)],
    ])("fails for %s", async (_, body) => {
      const { retrieve, address } = await stored();
      server.faults.next({ method: "GET", body, times: 3 });
      const read = retrieve(address, { as: "stream" }).then(({ data }) => buffer(data));
      await expect(read).rejects.toMatchObject({
        code: expect.stringMatching(/^(STASH_CORRUPTED|BACKEND_REMOTE_ERROR)$/),
      });
    });

    test("and left frees its socket", async () => {
      const { retrieve, address } = await stored();
      const before = server.connections;
      const { data } = await retrieve(address, { as: "stream" });
      for await (const _ of data) break;
      await eventually(() => server.connections <= before);
      expect(data.destroyed).toBe(true);
    });

    test("is undefined where nothing is", async () => {
      const { retrieve } = await stored();
      const address = "s3://stashes/none.28a5e15a666b0cd1415490dcf6674255";
      await expect(retrieve(address, { as: "stream" })).rejects.toMatchObject({
        code: "STASH_NOT_FOUND",
      });
    });
  });
});
