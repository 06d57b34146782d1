import { randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "@jest/globals";
import {
  type Backend,
  BackendRemoteError,
  type Codec,
  collect,
  createKstash,
  type StoredStream,
  StashCorrupted,
  StashTooLarge,
  UnsupportedOperation,
} from "../src/index.js";
import { framed, header, json, mapBackend, pieces } from "./support.js";

const bytes = new Uint8Array(randomBytes(10_000));

/** A backend whose `get` answers with a stream, and how many of those were freed. */
function coming(change: (stored: StoredStream) => Partial<StoredStream> = () => ({})) {
  const inner = mapBackend("s3");
  const freed = { count: 0 };
  const counted = async function* (body: AsyncIterable<Uint8Array>) {
    try {
      yield* body;
    } finally {
      freed.count += 1;
    }
  };
  const backend: Backend = {
    ...inner,
    get(address) {
      const stored = inner.store.get(`${address.namespace}/${address.key}`);
      if (!stored) return undefined;
      const { bytes: all, contentType } = stored;
      const whole = { body: pieces(all), length: all.length, contentType };
      const answer = { ...whole, ...change(whole) };
      return { ...answer, body: counted(answer.body) };
    },
  };
  return {
    backend,
    freed,
    ...createKstash({ codecs: [framed, json], config: { backends: [backend] } }),
  };
}

describe("what comes as a stream", () => {
  test.each([[0], [1], [7], [8], [9], [1000], [10_000]])("%d bytes", async (length) => {
    const { create, retrieve, freed } = coming();
    const given = bytes.subarray(0, length);
    const { address, encoded } = await create("x", given);
    const stash = await retrieve<Uint8Array>(address);
    expect(stash.data).toEqual(new Uint8Array(given));
    expect(stash.data.buffer.byteLength).toBe(length);
    expect(stash.encoded).toEqual(encoded);
    expect(freed.count).toBe(1);
    const { data } = await retrieve(address, { as: "stream" });
    expect((await buffer(data)).equals(given)).toBe(true);
  });

  test("something other than bytes is decoded", async () => {
    const { create, retrieve } = coming();
    const { address, encoded } = await create("x", "word");
    const stash = await retrieve(address);
    expect(stash.data).toBe("word");
    expect(stash.encoded).toEqual(encoded);
  });

  test("a codec without headers reads it as well", async () => {
    const inner = mapBackend("s3");
    const kstash = (backend: Backend) =>
      createKstash({ codecs: [json], config: { backends: [backend] } });
    const { address, encoded } = await kstash(inner).create("x", { list: [1] });
    const { contentType } = json;
    const get = () => ({ body: pieces(encoded, 3), length: encoded.length, contentType });
    const { retrieve } = kstash({ ...inner, get });
    expect((await retrieve(address)).data).toEqual({ list: [1] });
  });

  test("its bytes are given as they are stored, or not at all", async () => {
    const { create, retrieve } = coming();
    const { address } = await create("x", bytes);
    const changed = await retrieve<Uint8Array>(address);
    changed.data[0]! ^= 1;
    expect(() => changed.encoded).toThrow(UnsupportedOperation);
    expect(() => changed.encoded).toThrow("its data, which has been changed since");
    const kept = await retrieve<Uint8Array>(address);
    const { encoded } = kept;
    kept.data.fill(0);
    encoded.fill(0);
    expect((await retrieve<Uint8Array>(address)).data).toEqual(bytes);
  });

  test.each<[string, (stored: StoredStream) => Partial<StoredStream>]>([
    [
      "another byte",
      () => ({ body: pieces(Buffer.concat([header(10_000), bytes.with(77, bytes[77]! ^ 1)])) }),
    ],
    ["another header", () => ({ body: pieces(Buffer.concat([header(9_999), bytes])) })],
    ["another length", ({ length }) => ({ length: length + 1 })],
    ["a byte less than declared", ({ length }) => ({ length: length - 1 })],
    ["more in its first piece than declared", () => ({ length: 9 })],
    ["nothing", () => ({ body: pieces(new Uint8Array()) })],
    ["no end", () => ({ body: endless() })],
  ])("%s is found out, and what was opened is freed", async (_, change) => {
    const { create, retrieve, freed } = coming(change);
    const { address } = await create("x", bytes);
    await expect(retrieve(address)).rejects.toThrow(StashCorrupted);
    expect(freed.count).toBe(1);
  });

  test("wrong bytes are wrong bytes, whatever their type says", async () => {
    const wrong = coming(({ length }) => ({
      contentType: "text/html",
      body: pieces(new Uint8Array(length)),
    }));
    const { address } = await wrong.create("x", bytes);
    await expect(wrong.retrieve(address)).rejects.toThrow(StashCorrupted);
    const foreign = coming(() => ({ contentType: "text/html" }));
    await foreign.create("x", bytes);
    await expect(foreign.retrieve(address)).rejects.toThrow(UnsupportedOperation);
  });

  test("bytes with more behind them are no bytes: the codec is asked", async () => {
    const config = { backends: [mapBackend("s3")] };
    const longer: Codec = {
      ...framed,
      encode: (data) => Buffer.concat([header(3), data as Uint8Array]),
      decode: () => {
        throw new Error("more after the end");
      },
    };
    const { create } = createKstash({ codecs: [longer], config });
    const { address, encoded } = await create("x", Uint8Array.of(1, 2, 3, 4));
    const { contentType } = framed;
    const get = () => ({ body: pieces(encoded), length: encoded.length, contentType });
    const backends: Backend[] = [{ specification: "v1", name: "s3", get }];
    const { retrieve } = createKstash({ codecs: [longer], config: { backends } });
    await expect(retrieve(address)).rejects.toThrow(StashCorrupted);
  });

  test("too much is refused before it is read", async () => {
    let read = 0;
    const counting = async function* () {
      for (;;) yield (read++, new Uint8Array(100));
    };
    const { create } = coming();
    const { address } = await create("x", bytes);
    const { contentType } = framed;
    const get = () => ({ length: 1_000_000, body: counting(), contentType });
    const backends: Backend[] = [{ specification: "v1", name: "s3", get }];
    const { retrieve } = createKstash({
      codecs: [framed],
      config: { backends, maxPayloadBytes: 999_999 },
    });
    await expect(retrieve(address)).rejects.toThrow(StashTooLarge);
    expect(read).toBe(1);
  });

  test.each([[Number.NaN], [-1], [1.5], ["9"]])("a length of %p is none", async (length) => {
    const { create, retrieve, freed } = coming(() => ({ length: length as number }));
    const { address } = await create("x", bytes);
    await expect(retrieve(address)).rejects.toThrow(BackendRemoteError);
    await expect(retrieve(address, { as: "stream" })).rejects.toThrow(BackendRemoteError);
    expect(freed.count).toBe(2);
  });

  test.each<[string, unknown]>([
    ["strings", "x".repeat(1000)],
    ["an ArrayBuffer", new ArrayBuffer(1000)],
    ["nothing", undefined],
  ])("%s among its pieces is a failure of the backend", async (_, piece) => {
    for (const before of [[], [header(1000)]]) {
      const wrong = async function* () {
        yield* before;
        yield piece as Uint8Array;
      };
      const { create, retrieve, freed } = coming(() => ({ body: wrong(), length: 1008 }));
      const { address } = await create("x", bytes);
      await expect(retrieve(address)).rejects.toThrow(BackendRemoteError);
      expect(freed.count).toBe(1);
    }
  });

  test("memory that is used again for the next piece changes nothing", async () => {
    const memory = new Uint8Array(8);
    const again = async function* (all: Uint8Array) {
      for (const byte of all) yield (memory.fill(byte), memory.subarray(0, 1));
    };
    const given = bytes.subarray(0, 100);
    const { create, retrieve } = coming(() => ({
      body: again(Buffer.concat([header(given.length), given])),
    }));
    const { address, encoded } = await create("x", given);
    const stash = await retrieve<Uint8Array>(address);
    expect(stash.data).toEqual(new Uint8Array(given));
    expect(stash.encoded).toEqual(encoded);
  });

  test("a codec that fails at its header frees what was opened", async () => {
    const { create, backend, freed } = coming();
    const { address } = await create("x", bytes);
    const failing: Codec = {
      ...framed,
      readBytesHeader: () => {
        throw new Error("no header");
      },
    };
    const { retrieve } = createKstash({ codecs: [failing], config: { backends: [backend] } });
    await expect(retrieve(address)).rejects.toThrow(StashCorrupted);
    expect(freed.count).toBe(1);
  });

  test("an abort between two pieces ends it, also where the backend does not look", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const deaf = async function* () {
      yield header(10_000);
      yield bytes.subarray(0, 100);
      controller.abort(reason);
      yield bytes.subarray(100);
    };
    const { create, retrieve, freed } = coming(() => ({ body: deaf() }));
    const { address } = await create("x", bytes);
    await expect(retrieve(address, { signal: controller.signal })).rejects.toBe(reason);
    expect(freed.count).toBe(1);
  });

  test("is equal to another of another hash only while its bytes are what they were", async () => {
    const { create, retrieve } = coming();
    const { address } = await create("x", bytes);
    const config = { backends: [mapBackend("s3")], hash: "sha256" } as const;
    const other = await createKstash({ codecs: [framed], config }).create("x", bytes);
    const stash = await retrieve<Uint8Array>(address);
    expect(stash.equals(other)).toBe(true);
    const changed = await retrieve<Uint8Array>(address);
    changed.data[0]! ^= 1;
    expect(changed.equals(other)).toBe(false);
  });

  test("what fails on its way is a failure of the backend, with its cause", async () => {
    const cause = new Error("ECONNRESET");
    const failing = async function* () {
      yield header(10_000);
      throw cause;
    };
    const { create, retrieve } = coming(() => ({ body: failing() }));
    const { address } = await create("x", bytes);
    const error: unknown = await retrieve(address).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BackendRemoteError);
    expect((error as Error).cause).toBe(cause);
  });
});

describe("collect", () => {
  const stored = { bytes, contentType: "a/b" };
  const stream = (length: number) => ({ body: pieces(bytes), length, contentType: "a/b" });

  test("bytes are given as they are, a stream's together", async () => {
    expect(await collect(stored)).toBe(stored);
    expect(await collect(stream(10_000))).toEqual(stored);
  });

  test("no more than is allowed is held, and what was opened is freed", async () => {
    let freed = 0;
    const body = async function* () {
      try {
        yield* pieces(bytes);
      } finally {
        freed += 1;
      }
    };
    const given = () => ({ body: body(), length: 10_000, contentType: "a/b" });
    expect((await collect(given(), 10_000)).bytes).toEqual(bytes);
    await expect(collect(given(), 9_999)).rejects.toThrow(StashTooLarge);
    await expect(collect({ ...given(), length: Number.NaN })).rejects.toThrow(BackendRemoteError);
    expect(freed).toBe(3);
  });

  test.each([[9_999], [10_001], [0]])(
    "of %d bytes that were declared others come",
    async (length) => {
      await expect(collect(stream(length))).rejects.toThrow(BackendRemoteError);
    },
  );
});

async function* endless(): AsyncGenerator<Uint8Array> {
  yield header(10_000);
  for (;;) yield new Uint8Array(1000);
}
