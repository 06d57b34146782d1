import { appendFile, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { file } from "@kstash/backend-file";
import { mem } from "@kstash/backend-mem";
import { cbor } from "@kstash/codec-cbor";
import {
  Address,
  type Backend,
  type Codec,
  collect,
  type ConfigOptions,
  createKstash,
  InvalidConfig,
  StashCorrupted,
  StashNotFound,
  StashTooLarge,
} from "@kstash/core";
import { cached, type CachedOptions } from "../src/index.js";

let folder: string;
let root: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kstash-below-"));
  root = join(folder, "below");
});
afterEach(() => rm(folder, { recursive: true }));

/** A backend, and how often it has been read. */
function counted(inner: Backend, over: Partial<Backend> = {}) {
  const count = { reads: 0 };
  const backend: Backend = {
    ...inner,
    ...over,
    get: (address, context) => {
      count.reads += 1;
      return (over.get ?? inner.get)(address, context);
    },
  };
  return { backend, count };
}

/** A program with a memory of its own, which reads one store through one folder. */
function program(
  store: Backend,
  { codecs = [cbor], config = {}, ...options }: Partial<CachedOptions> & Program = {},
) {
  const { backend, count } = counted(store);
  const { backend: below, count: countBelow } = counted(options.below ?? file({ root }));
  const errors: Error[] = [];
  const onError = (error: Error) => void errors.push(error);
  const backends = [cached(backend, { maxBytes: 10_000_000, onError, ...options, below })];
  const kstash = createKstash({ codecs, config: { ...config, backends } });
  return { ...kstash, count, countBelow, errors };
}

interface Program {
  readonly codecs?: Codec[];
  readonly config?: ConfigOptions;
}

/** The files of the folder below, drafts as well. */
async function kept(): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
}

const text = "x".repeat(3000);

describe("what has been read", () => {
  test("is read below by a program whose memory is empty", async () => {
    const store = mem();
    const first = program(store);
    const stash = await first.create("a/ä", text, { namespace: "reports" });
    expect(await kept()).toEqual([]);
    await first.retrieve(stash.address);
    const second = program(store);
    for (let read = 0; read < 3; read += 1) {
      const loaded = await second.retrieve(stash.address);
      expect(loaded.equals(stash) && loaded.data).toBe(text);
    }
    expect([first.count.reads, second.count.reads, second.countBelow.reads]).toEqual([1, 0, 1]);
    expect(await kept()).toHaveLength(1);
  });

  test("is kept with its content type, so that the same codec reads it", async () => {
    const json: Codec = {
      name: "json",
      contentType: "application/json",
      encode: (data) => new TextEncoder().encode(JSON.stringify(data)),
      decode: (bytes) => JSON.parse(new TextDecoder().decode(bytes)) as unknown,
    };
    const store = mem();
    const { address } = await program(store, { codecs: [json] }).create("x", { a: [1] });
    const codecs = [cbor, json];
    for (const reads of [1, 0]) {
      const { retrieve, count } = program(store, { codecs });
      expect((await retrieve(address)).data).toEqual({ a: [1] });
      expect(count.reads).toBe(reads);
    }
  });

  test("is kept when it comes as a stream, unless it is longer than maxBytes", async () => {
    const store = mem();
    const { backend } = counted(store, {
      async get(address, context) {
        const answer = await store.get(address, context);
        if (!answer) return undefined;
        const { bytes, contentType } = await collect(answer);
        return { body: Readable.from([bytes]), length: bytes.length, contentType };
      },
    });
    const { create, retrieve } = program(backend, { maxBytes: 5000 });
    const { address: long } = await create("long", new Uint8Array(6000));
    await retrieve(long);
    expect(await kept()).toEqual([]);
    const { address: short } = await create("short", new Uint8Array(4000));
    await retrieve(short);
    expect(await kept()).toHaveLength(1);
  });

  test("is requested once by 64 readers, of the folder and of the store", async () => {
    const { create, retrieve, count, countBelow } = program(mem());
    const { address } = await create("x", text);
    const read = await Promise.all(Array.from({ length: 64 }, () => retrieve(address)));
    expect(new Set(read.map(({ data }) => data))).toEqual(new Set([text]));
    expect([count.reads, countBelow.reads]).toEqual([1, 1]);
  });

  test("is neither read below nor kept there over the limits, which the store reports", async () => {
    const store = mem();
    const large = program(store);
    const { address } = await large.create("x", text);
    await program(store, { maxBytes: 1000 }).retrieve(address);
    expect(await kept()).toEqual([]);
    await large.retrieve(address);
    const [path = ""] = await kept();
    const before = await readFile(path);
    const small = program(store, { config: { maxPayloadBytes: 1000 } });
    await expect(small.retrieve(address)).rejects.toThrow(StashTooLarge);
    expect(small.count.reads).toBe(1);
    const narrow = program(store, { maxBytes: 1000 });
    expect((await narrow.retrieve(address)).data).toBe(text);
    expect(narrow.count.reads).toBe(1);
    expect([small.errors, narrow.errors]).toEqual([[], []]);
    expect(await readFile(path)).toEqual(before);
  });

  test("is not removed below because a tier cut it short at the limit", async () => {
    const store = mem();
    const tier = mem();
    const short: Backend = {
      ...tier,
      async get(address, context) {
        const { config } = context;
        const all = await tier.get(address, { config: { ...config, maxPayloadBytes: 1e6 } });
        const stored = all && (await collect(all));
        return stored && { ...stored, bytes: stored.bytes.subarray(0, config.maxPayloadBytes + 1) };
      },
    };
    const first = program(store, { below: short });
    const { address } = await first.create("x", text);
    await first.retrieve(address);
    await program(store, { below: short, maxBytes: 1000 }).retrieve(address);
    const third = program(store, { below: short });
    await third.retrieve(address);
    expect(third.count.reads).toBe(0);
  });
});

describe("a file below that is damaged", () => {
  test.each<[string, (path: string) => Promise<void>]>([
    [
      "in a byte of its payload",
      async (path) => {
        const bytes = await readFile(path);
        bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
        await writeFile(path, bytes);
      },
    ],
    ["by more bytes", (path) => appendFile(path, "x")],
    ["by fewer", async (path) => writeFile(path, (await readFile(path)).subarray(0, -1))],
    ["as a whole", (path) => writeFile(path, "")],
    [
      "in that it is a link to another",
      async (path) => {
        await writeFile(join(folder, "other"), await readFile(path));
        await rm(path);
        await symlink(join(folder, "other"), path);
      },
    ],
  ])("%s is requested again, and replaced", async (_, damage) => {
    const store = mem();
    const first = program(store);
    const { address } = await first.create("x", text);
    await first.retrieve(address);
    const [path = ""] = await kept();
    const intact = await readFile(path);
    await damage(path);
    const second = program(store);
    expect((await second.retrieve(address)).data).toBe(text);
    expect(second.count.reads).toBe(1);
    expect(second.errors).toEqual([]);
    expect(await readFile(path)).toEqual(intact);
  });

  test.each<[string, (bytes: Buffer) => Buffer]>([
    ["in its payload", (bytes) => bytes.fill(0x79, bytes.length - 10)],
    ["in its header", (bytes) => bytes.fill(0x79, 0, 10)],
  ])("%s is removed, also where the store no longer has it", async (_, damage) => {
    const store = mem();
    const first = program(store);
    const { address } = await first.create("x", text);
    await first.retrieve(address);
    const [path = ""] = await kept();
    await writeFile(path, damage(await readFile(path)));
    await expect(program(mem()).retrieve(address)).rejects.toThrow(StashNotFound);
    expect(await kept()).toEqual([]);
  });
});

test("what is read below is not written there again", async () => {
  const puts: string[] = [];
  const tier = file({ root });
  const below: Backend = {
    ...tier,
    put: (payload, context) => {
      puts.push(payload.key);
      return tier.put!(payload, context);
    },
  };
  const store = mem();
  const { create, retrieve } = program(store, { below });
  const { address } = await create("x", text);
  await retrieve(address);
  await program(store, { below }).retrieve(address);
  expect(puts).toEqual([address.key]);
});

test.each([{ contentType: undefined }, { name: "other" }, { namespace: "other" }])(
  "what the address alone does not tell is not kept below: %j",
  async (label) => {
    const store = mem();
    const { backend } = counted(store, {
      async get(address, context) {
        return { ...(await collect((await store.get(address, context))!)), ...label };
      },
    });
    const { create, retrieve } = program(backend);
    const { address } = await create("x", text);
    await retrieve(address);
    expect(await kept()).toEqual([]);
  },
);

test("wrong bytes of the store are not kept below", async () => {
  const { address } = await program(mem()).create("x", text);
  const wrong = { bytes: new Uint8Array(100), contentType: cbor.contentType };
  const { backend } = counted(mem(), { get: () => wrong });
  await expect(program(backend).retrieve(address)).rejects.toThrow(StashCorrupted);
  expect(await kept()).toEqual([]);
});

describe("a failure below", () => {
  test("fails no read, and is reported", async () => {
    await writeFile(root, "a file where the folder should be");
    const store = mem();
    const { create, retrieve, count, errors } = program(store);
    const { address } = await create("x", text);
    expect((await retrieve(address)).data).toBe(text);
    expect((await retrieve(address)).data).toBe(text);
    expect(count.reads).toBe(1);
    expect(errors.map(({ message }) => /could not (\w+)/.exec(message)?.[1])).toEqual([
      "read",
      "store",
    ]);
    await expect(retrieve("mem://default/x.c6ab205fe81dcad3eec3ab48b96b0618")).rejects.toThrow(
      StashNotFound,
    );
  });

  test("is a warning of the process where nobody asked to be told, the first one", async () => {
    await writeFile(root, "a file where the folder should be");
    const warn = jest.spyOn(process, "emitWarning").mockReturnValue();
    const { create, retrieve } = program(mem(), { onError: undefined });
    for (const name of ["a", "b"]) await retrieve((await create(name, text)).address);
    const calls = [...warn.mock.calls] as unknown[];
    warn.mockRestore();
    expect(calls).toEqual([
      [
        expect.stringMatching(/^what is read is not kept on this machine, .*a file stands where/),
        "KstashWarning",
      ],
    ]);
  });

  test("because another codec's bytes are there is no failure of the read", async () => {
    const store = mem();
    const below = mem();
    const { backend } = counted(store, {
      async get(address, context) {
        const answer = await store.get(address, context);
        // What another program stored while the store was asked.
        const { text: own, key, namespace, name } = address;
        const bytes = (await collect(answer!)).bytes;
        const rest = { contentType: "application/other", codec: "other", bytes, digest: "" };
        const payload = { ...rest, key, namespace, name, address: own };
        await below.put?.(payload, { ...context, decline: () => undefined });
        return answer;
      },
    });
    const { create, retrieve, errors } = program(backend, { below });
    const { address } = await create("x", text);
    expect((await retrieve(address)).data).toBe(text);
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringContaining("holds the same bytes"),
    ]);
  });
});

describe("remove", () => {
  test("removes what is kept below", async () => {
    const { create, retrieve, remove } = program(mem());
    const { address } = await create("x", text);
    await retrieve(address);
    expect(await remove(address)).toBe(true);
    expect(await kept()).toEqual([]);
    await expect(retrieve(address)).rejects.toThrow(StashNotFound);
    expect(await remove(address)).toBe(false);
  });

  test("fails if it cannot be removed below, and can be called again", async () => {
    const tier = mem();
    let broken = true;
    const below: Backend = {
      ...tier,
      remove: (address, context) => {
        if (broken) throw new Error("read-only");
        return tier.remove!(address, context);
      },
    };
    const { create, retrieve, remove } = program(mem(), { below });
    const { address } = await create("x", text);
    await retrieve(address);
    await expect(remove(address)).rejects.toThrow("read-only");
    broken = false;
    await remove(address);
    await expect(retrieve(address)).rejects.toThrow(StashNotFound);
  });

  test("leaves nothing below of what was being kept meanwhile", async () => {
    const store = mem();
    const tier = file({ root });
    const removing: Promise<boolean>[] = [];
    const below: Backend = {
      ...tier,
      async put(payload, context) {
        removing.push(remove(Address.from({ ...payload, scheme: "mem" })));
        await Promise.all(removing);
        return tier.put!(payload, context);
      },
    };
    const { create, retrieve, remove } = program(store, { below });
    const { address } = await create("x", text);
    expect((await retrieve(address)).data).toBe(text);
    expect(await Promise.all(removing)).toEqual([true]);
    expect(await kept()).toEqual([]);
  });
});

describe("an abort", () => {
  /** A folder whose reads are answered when the test says so. */
  function gated() {
    const tier = file({ root });
    const gates: (() => void)[] = [];
    const below: Backend = {
      ...tier,
      async get(address, context) {
        await new Promise<void>((resolve, reject) => {
          gates.push(resolve);
          context.signal?.addEventListener("abort", () => reject(context.signal?.reason as Error));
        });
        return tier.get(address, context);
      },
    };
    return { below, gates };
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  test("of the caller that reads below rejects with its reason, and the next one reads", async () => {
    const { below, gates } = gated();
    const { create, retrieve, count, errors } = program(mem(), { below });
    const { address } = await create("x", text);
    const controller = new AbortController();
    const first = retrieve(address, { signal: controller.signal });
    await settled();
    const others = [retrieve(address), retrieve(address)];
    await settled();
    const reason = new Error("enough");
    controller.abort(reason);
    await expect(first).rejects.toBe(reason);
    await settled();
    gates.forEach((open) => open());
    expect((await Promise.all(others)).map(({ data }) => data)).toEqual([text, text]);
    expect([gates.length, count.reads]).toEqual([2, 1]);
    expect(errors).toEqual([]);
  });

  test("while it is being kept fails nobody else, and is not reported", async () => {
    const controller = new AbortController();
    const tier = file({ root });
    const below: Backend = {
      ...tier,
      put: (payload, context) => {
        controller.abort(new Error("enough"));
        return tier.put!(payload, context);
      },
    };
    const { create, retrieve, errors } = program(mem(), { below });
    const { address } = await create("x", text);
    const reading = [retrieve(address, { signal: controller.signal }), retrieve(address)];
    const [first, second] = await Promise.allSettled(reading);
    expect(first).toMatchObject({ status: "rejected", reason: { message: "enough" } });
    expect(second).toMatchObject({ status: "fulfilled", value: { data: text } });
    expect(errors).toEqual([]);
    expect(await kept()).toEqual([]);
  });
});

test.each<keyof Backend>(["put", "remove"])("a tier without %s is refused", (method) => {
  const { [method]: _, ...below } = mem();
  expect(() => cached(mem(), { maxBytes: 1, below: below as Backend })).toThrow(InvalidConfig);
});
