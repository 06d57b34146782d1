import { randomBytes } from "node:crypto";
import { mkdtemp, open, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  type Backend,
  createKstash,
  InvalidData,
  StashCorrupted,
  StashNotFound,
  StashTooLarge,
  type StreamSource,
  UnsupportedOperation,
} from "../src/index.js";
import { framed, header, mapBackend, MD5, pieces } from "./support.js";

/** A backend that streams, and the bytes that it was given, in pieces of 1,000. */
function streaming(over: Partial<Backend> = {}) {
  const inner = mapBackend("s3");
  const backend: Backend = {
    ...inner,
    async putStream(payload) {
      const bytes = Buffer.concat(await all(payload.stream()));
      const pieces = await Promise.all(
        [0, 5, 1000].map((start) =>
          all(payload.stream(start, Math.min(start + 1000, payload.length))),
        ),
      );
      for (const [index, start] of [0, 5, 1000].entries()) {
        const piece = Buffer.concat(pieces[index] ?? []);
        expect(piece.equals(bytes.subarray(start, start + 1000))).toBe(true);
      }
      inner.store.set(`${payload.namespace}/${payload.key}`, {
        bytes,
        contentType: payload.contentType,
      });
      return payload.address;
    },
    get(address) {
      const stored = inner.store.get(`${address.namespace}/${address.key}`);
      return stored && { ...stored, body: pieces(stored.bytes), length: stored.bytes.length };
    },
    ...over,
  };
  return { backend, store: inner.store };
}

const bytes = randomBytes(100_000);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kstash-stream-"));
  await writeFile(join(folder, "file"), bytes);
});
afterAll(() => rm(folder, { recursive: true }));

describe("create from a stream", () => {
  const sources: [string, () => Promise<StreamSource>][] = [
    [
      "a Node stream",
      async () =>
        Readable.from([...Array(10)].map((_, i) => bytes.subarray(i * 10_000, (i + 1) * 10_000))),
    ],
    ["a web stream", async () => new Blob([bytes]).stream() as unknown as StreamSource],
    ["an async generator", async () => pieces(bytes)],
    ["a Blob", async () => new Blob([bytes])],
    ["an open file", () => open(join(folder, "file"))],
  ];

  describe.each([
    ["a backend that streams", () => streaming().backend],
    ["a backend without streams", () => mapBackend("s3")],
  ])("on %s", (_, make) => {
    test.each(sources)("%s has the address of the same bytes in memory", async (_, source) => {
      const backend = make();
      const { create, retrieve } = createKstash({
        codecs: [framed],
        config: { backends: [backend] },
      });
      const data = await source();
      const stash = await create("x", data, { namespace: "ns" });
      const inMemory = await create("x", bytes, { namespace: "ns" });
      expect(String(stash.address)).toBe(String(inMemory.address));
      expect(stash.equals(inMemory) && inMemory.equals(stash)).toBe(true);
      expect(Buffer.compare((await retrieve<Uint8Array>(stash.address)).data, bytes)).toBe(0);
      expect(() => stash.data).toThrow(UnsupportedOperation);
      expect(() => stash.encoded).toThrow("its bytes are not held");
      if ("close" in data) await (data as { close(): Promise<void> }).close();
    });
  });

  test("leaves no temporary file, also where it fails", async () => {
    const before = process.env["TMPDIR"];
    process.env["TMPDIR"] = await mkdtemp(join(folder, "tmp-"));
    try {
      const { create } = createKstash({
        codecs: [framed],
        config: { backends: [streaming().backend] },
      });
      await create("x", pieces(bytes));
      await expect(create("x", Readable.from(["text"]) as never)).rejects.toThrow(InvalidData);
      expect(await readdir(process.env["TMPDIR"])).toEqual([]);
    } finally {
      if (before === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = before;
    }
  });

  test("over maxPayloadBytes is refused as soon as it is, and the source is closed", async () => {
    const { create } = createKstash({
      codecs: [framed],
      config: { backends: [streaming().backend], maxPayloadBytes: 5000 },
    });
    let given = 0;
    let closed = false;
    const source = async function* () {
      try {
        for await (const piece of pieces(bytes)) yield ((given += 1), piece);
      } finally {
        closed = true;
      }
    };
    await expect(create("x", source())).rejects.toThrow(StashTooLarge);
    expect([given, closed]).toEqual([6, true]);
    await expect(create("x", new Blob([bytes]))).rejects.toThrow(StashTooLarge);
    const exact = new Blob([bytes.subarray(0, 4992)]);
    await expect(create("x", exact)).resolves.toBeDefined();
    await expect(create("x", new Blob([bytes.subarray(0, 4993)]))).rejects.toThrow(StashTooLarge);
  });

  test("a file that changes meanwhile is refused, and nothing is stored", async () => {
    const path = join(folder, "changing");
    await writeFile(path, bytes);
    const { backend, store } = streaming();
    const { create } = createKstash({
      codecs: [framed],
      config: {
        backends: [
          {
            ...backend,
            async putStream(payload, context) {
              await writeFile(path, randomBytes(bytes.length));
              return backend.putStream?.(payload, context);
            },
          },
        ],
      },
    });
    const handle = await open(path);
    await expect(create("x", handle)).rejects.toThrow("changed while it was being stashed");
    await handle.close();
    expect(store.size).toBe(0);
  });

  test("can be aborted", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const endless = async function* () {
      for (;;) yield (controller.abort(reason), new Uint8Array(10));
    };
    const { create } = createKstash({
      codecs: [framed],
      config: { backends: [streaming().backend] },
    });
    await expect(create("x", endless(), { signal: controller.signal })).rejects.toBe(reason);
  });
});

describe('retrieve as "stream"', () => {
  const { backend, store } = streaming();
  const { create, retrieve } = createKstash({ codecs: [framed], config: { backends: [backend] } });
  const as = "stream";

  test("gives the bytes, and holds none", async () => {
    const { address, digest } = await create("x", bytes);
    const stash = await retrieve(address, { as });
    expect(stash).toMatchObject({ name: "x", namespace: "default", digest });
    expect((await buffer(stash.data)).equals(bytes)).toBe(true);
    expect(() => stash.encoded).toThrow(UnsupportedOperation);
  });

  test.each([[0], [1], [7], [8], [9], [1000]])("of %d bytes", async (length) => {
    const { address } = await create("x", bytes.subarray(0, length));
    expect(
      (await buffer((await retrieve(address, { as })).data)).equals(bytes.subarray(0, length)),
    ).toBe(true);
  });

  test("a backend without streams is read whole", async () => {
    const config = { backends: [mapBackend()] };
    const { address } = await create("x", bytes, { config });
    const stash = await retrieve(address, { as, config });
    expect((await buffer(stash.data)).equals(bytes)).toBe(true);
  });

  test("fails at its end where the bytes are not those that were stored", async () => {
    const { address } = await create("y", bytes);
    const stored = store.get(`default/${address.key}`);
    stored?.bytes.set([1 ^ (stored.bytes.at(-1) ?? 0)], stored.bytes.length - 1);
    const { data } = await retrieve(address, { as });
    let seen = 0;
    const read = async () => {
      for await (const chunk of data) seen += (chunk as Uint8Array).length;
    };
    await expect(read()).rejects.toThrow(StashCorrupted);
    expect(seen).toBe(bytes.length);
  });

  test.each([
    ["shorter than declared", { length: bytes.length + 8, body: () => pieces(bytes.subarray(9)) }],
    [
      "longer than declared",
      { length: bytes.length + 8, body: () => pieces(Buffer.concat([bytes, bytes])) },
    ],
  ])("a body %s fails", async (_, { length, body }) => {
    const { address } = await create("z", bytes);
    const wrong = async function* () {
      yield header(bytes.length);
      yield* body();
    };
    const lying = {
      ...backend,
      get: () => ({ length, body: wrong(), contentType: framed.contentType }),
    };
    const { data } = await retrieve(address, { as, config: { backends: [lying] } });
    await expect(buffer(data)).rejects.toThrow(StashCorrupted);
  });

  test("a header that states another length than is stored is refused at once", async () => {
    const { address } = await create("z", bytes);
    const body = () => pieces(Buffer.concat([header(2 ** 50), bytes]));
    const lying = {
      ...backend,
      get: () => ({
        length: bytes.length + 8,
        body: body(),
        contentType: framed.contentType,
      }),
    };
    await expect(retrieve(address, { as, config: { backends: [lying] } })).rejects.toThrow(
      StashCorrupted,
    );
  });

  test("of something other than bytes is refused, and frees what was opened", async () => {
    let freed = 0;
    const word = async function* () {
      try {
        yield Buffer.from("word");
      } finally {
        freed += 1;
      }
    };
    const { address } = await create("w", "word");
    const counting = {
      ...backend,
      get: () => ({ length: 4, body: word(), contentType: framed.contentType }),
    };
    await expect(retrieve(address, { as, config: { backends: [counting] } })).rejects.toThrow(
      UnsupportedOperation,
    );
    expect(freed).toBe(1);
    await expect(
      retrieve(address, { as, config: { backends: [mapBackend("s3", { get: backend.get })] } }),
    ).rejects.toThrow("holds no bytes");
  });

  describe("frees what was opened", () => {
    const leave = async (data: Readable) => {
      if (!data.closed) await new Promise((resolve) => data.once("close", resolve));
    };
    test.each<[string, (read: () => Promise<Readable>) => Promise<void>, object?]>([
      [
        "when reading stops",
        async (read) => {
          const data = await read();
          for await (const _ of data) break;
          await leave(data);
        },
      ],
      [
        "when the stream is destroyed unread",
        async (read) => {
          const data = (await read()).destroy();
          await leave(data);
        },
      ],
      [
        "when it is too large",
        (read) => expect(read()).rejects.toThrow(StashTooLarge),
        { maxPayloadBytes: 1000 },
      ],
    ])("%s", async (_, use, options = {}) => {
      let freed = false;
      const body = async function* () {
        try {
          yield* pieces(Buffer.concat([header(bytes.length), bytes]));
        } finally {
          freed = true;
        }
      };
      const { address } = await create("x", bytes);
      const tracked = {
        ...backend,
        get: () => ({
          length: bytes.length + 8,
          body: body(),
          contentType: framed.contentType,
        }),
      };
      const config = { backends: [tracked], ...options };
      await use(async () => (await retrieve(address, { as, config })).data);
      expect(freed).toBe(true);
    });
  });

  test("nothing there, too large, and a failing backend", async () => {
    await expect(retrieve(`s3://ns/x.${MD5}`, { as })).rejects.toThrow(StashNotFound);
    const { address } = await create("x", bytes);
    const small = { backends: [backend], maxPayloadBytes: 1000 };
    await expect(retrieve(address, { as, config: small })).rejects.toThrow(StashTooLarge);
    const cause = new Error("reset");
    const failing = async function* () {
      yield Buffer.concat([header(bytes.length), bytes.subarray(0, 100)]);
      throw cause;
    };
    const broken = {
      ...backend,
      get: () => ({
        length: bytes.length + 8,
        body: failing(),
        contentType: framed.contentType,
      }),
    };
    const { data } = await retrieve(address, { as, config: { backends: [broken] } });
    await expect(buffer(data)).rejects.toMatchObject({ code: "BACKEND_REMOTE_ERROR", cause });
  });
});

async function all(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  for await (const chunk of chunks) found.push(chunk);
  return found;
}
