import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, describe, expect, test } from "@jest/globals";
import { file } from "@kstash/backend-file";
import { cbor } from "@kstash/codec-cbor";
import {
  type Backend,
  collect,
  Config,
  createKstash,
  InvalidConfig,
  StashCorrupted,
  StashTooLarge,
} from "@kstash/core";
import { cached } from "../src/index.js";

const root = mkdtempSync(join(tmpdir(), "kstash-cached-"));
afterAll(() => rmSync(root, { recursive: true }));

/** A real folder, and how often it has been read. */
function counted(over: Partial<Backend> = {}) {
  const inner = file({ root });
  const count = { reads: 0 };
  const backend: Backend = {
    ...inner,
    get: (address, context) => {
      count.reads += 1;
      return inner.get(address, context);
    },
    ...over,
  };
  return { backend, count };
}

function kstash(backend: Backend, maxBytes: number) {
  return createKstash({
    codecs: [cbor],
    config: { backends: [cached(backend, { maxBytes })] },
  });
}

describe("cached", () => {
  test("reads a stash once, and gives each caller bytes of its own", async () => {
    const { backend, count } = counted();
    const { create, retrieve } = kstash(backend, 10_000);
    const { address } = await create("once", "x".repeat(500));
    (await retrieve(address)).encoded.fill(0);
    (await retrieve(address)).encoded.fill(0);
    expect((await retrieve(address)).data).toBe("x".repeat(500));
    expect(count.reads).toBe(1);
  });

  test("keeps no more than maxBytes, the most recently read", async () => {
    const { backend, count } = counted();
    const { create, retrieve } = kstash(backend, 2500);
    const names = ["a", "b", "c"];
    const stashes = await Promise.all(names.map((name) => create(name, "x".repeat(1000))));
    for (const { address } of stashes) await retrieve(address);
    expect(count.reads).toBe(3);
    await retrieve(stashes[2]?.address ?? "");
    await retrieve(stashes[1]?.address ?? "");
    expect(count.reads).toBe(3);
    await retrieve(stashes[0]?.address ?? "");
    expect(count.reads).toBe(4);
  });

  test("keeps neither what is larger than maxBytes nor absence", async () => {
    const { backend, count } = counted();
    const { create, retrieve, remove } = kstash(backend, 100);
    const { address } = await create("large", "x".repeat(1000));
    await retrieve(address);
    await retrieve(address);
    expect(count.reads).toBe(2);
    await remove(address);
    await expect(retrieve(address)).rejects.toThrow("stash not found");
    await create("large", "x".repeat(1000));
    await expect(retrieve(address)).resolves.toBeDefined();
  });

  test("keeps equal payloads apart by namespace and name", async () => {
    const { backend, count } = counted();
    const { create, retrieve } = kstash(backend, 10_000);
    const one = await create("n", "same", { namespace: "one" });
    const two = await create("n", "same", { namespace: "two" });
    expect((await retrieve(one.address)).namespace).toBe("one");
    expect((await retrieve(two.address)).namespace).toBe("two");
    expect(count.reads).toBe(2);
  });

  test("remove drops what is kept, and says what the backend says", async () => {
    const { backend } = counted();
    const { create, retrieve, remove } = kstash(backend, 10_000);
    const { address } = await create("gone", "x");
    await retrieve(address);
    expect(await remove(address)).toBe(true);
    await expect(retrieve(address)).rejects.toThrow("stash not found");
    expect(await remove(address)).toBe(false);
  });

  test("wrong bytes are refused, kept or not", async () => {
    const { backend } = counted({
      get: () => ({ bytes: new Uint8Array([1]), contentType: "application/cbor" }),
    });
    const { create, retrieve } = kstash(backend, 10_000);
    const { address } = await create("wrong", "x");
    await expect(retrieve(address)).rejects.toThrow(StashCorrupted);
    await expect(retrieve(address)).rejects.toThrow(StashCorrupted);
  });

  test("keeps what comes as a stream", async () => {
    const { backend: whole } = counted();
    const { backend, count } = counted({
      async get(address, context) {
        count.reads += 1;
        const answer = await whole.get(address, context);
        if (!answer) return undefined;
        const { bytes, contentType } = await collect(answer);
        return { body: Readable.from([bytes]), length: bytes.length, contentType };
      },
    });
    const { create, retrieve } = kstash(backend, 10_000);
    const { address } = await create("streamed", Uint8Array.of(1, 2, 3));
    for (let read = 0; read < 3; read += 1) {
      expect((await retrieve(address)).data).toEqual(Uint8Array.of(1, 2, 3));
    }
    expect(count.reads).toBe(1);
  });

  test("neither reads nor keeps more than maxPayloadBytes", async () => {
    let read = 0;
    const { backend } = counted({
      get: () => ({
        body: (async function* () {
          for (;;) yield (read++, new Uint8Array(100));
        })(),
        length: 1000,
        contentType: cbor.contentType,
      }),
    });
    const { create } = kstash(backend, 10_000);
    const { address } = await create("large", "x");
    const config = { backends: [cached(backend, { maxBytes: 10_000 })], maxPayloadBytes: 999 };
    const { retrieve } = createKstash({ codecs: [cbor], config });
    await expect(retrieve(address)).rejects.toThrow(StashTooLarge);
    expect(read).toBe(1);
  });

  test("passes on a stream longer than maxBytes as it comes", async () => {
    const { backend: whole } = counted();
    const bodies: unknown[] = [];
    const { backend, count } = counted({
      async get(address, context) {
        count.reads += 1;
        const answer = await whole.get(address, context);
        if (!answer) return undefined;
        const { bytes, contentType } = await collect(answer);
        const body = Readable.from([bytes]);
        bodies.push(body);
        return { body, length: bytes.length, contentType };
      },
    });
    const { create } = kstash(backend, 1000);
    const { address } = await create("streamed", new Uint8Array(2000));
    const cache = cached(backend, { maxBytes: 1000 });
    const context = { config: new Config() };
    const answers = await Promise.all([1, 2].map(() => cache.get(address, context)));
    expect(answers.map((answer) => answer && "body" in answer && answer.body)).toEqual(bodies);
    expect(bodies[0]).not.toBe(bodies[1]);
    expect(count.reads).toBe(2);
  });

  test("requests damaged bytes again", async () => {
    const { backend: whole } = counted();
    let damaged = 0;
    const { backend } = counted({
      async get(address, context) {
        const answer = await whole.get(address, context);
        if (damaged++ > 0 || !answer) return answer;
        const stored = await collect(answer);
        return { ...stored, bytes: stored.bytes.map((byte) => byte ^ 0xff) };
      },
    });
    const { create, retrieve } = kstash(backend, 10_000);
    const { address } = await create("damaged", "x".repeat(500));
    await expect(retrieve(address)).rejects.toThrow(StashCorrupted);
    expect((await retrieve(address)).data).toBe("x".repeat(500));
    await retrieve(address);
    expect(damaged).toBe(2);
  });

  test("has the methods of what it wraps, and no others", () => {
    const { backend } = counted();
    const methods = (each: Backend) =>
      Object.entries(each).flatMap(([name, value]) => (typeof value === "function" ? [name] : []));
    expect(methods(cached(backend, { maxBytes: 1 })).toSorted()).toEqual(
      methods(backend).toSorted(),
    );
    const bare = { specification: "v1", name: "bare", get: () => undefined } as const;
    expect(methods(cached(bare, { maxBytes: 1 }))).toEqual(["get"]);
  });

  test.each([[0], [1.5], [Number.NaN], [-1]])("a maxBytes of %d is refused", (maxBytes) => {
    expect(() => cached(counted().backend, { maxBytes })).toThrow(InvalidConfig);
  });

  test.each([["https"], ["http"]])("%s is refused: links expire", (name) => {
    expect(() => cached({ ...counted().backend, name }, { maxBytes: 1 })).toThrow(
      "outlive the link",
    );
  });
});
