import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { type Codec, createKstash, type Kstash } from "@kstash/core";
import { cutAfter, type S3Server, shorterBy, startS3Server, wrongBody } from "@kstash/s3-server";
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
function kstashFor(length: number): Kstash {
  const codec = { ...headed, readBytesHeader: () => ({ headerLength: 1, length }) };
  return createKstash({
    codecs: [codec],
    config: { backends: [backendFor(server)], namespaces: ["stashes"] },
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
    const { create, retrieve } = kstashFor(bytes.length);
    const { address } = await create("large", pieces(bytes, MIB), options);
    expect(methods().join(" ")).toBe("HEAD POST PUT PUT PUT PUT PUT POST");
    server.requests.length = 0;
    const { data } = await retrieve(address, { as: "stream" });
    expect(Buffer.compare(await buffer(data), bytes)).toBe(0);
    expect(methods()).toEqual(["GET"]);
    expect(Buffer.compare((await retrieve<Uint8Array>(address)).data, bytes)).toBe(0);
  }, 60_000);

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
    const bytes = bytesOf(2 * MIB);
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
