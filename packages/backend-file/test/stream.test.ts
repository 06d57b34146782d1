import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import {
  type Address,
  BackendRemoteError,
  collect,
  Config,
  createKstash,
  StashCorrupted,
  StashNotFound,
  type StoredStream,
} from "@kstash/core";
import { file } from "../src/index.js";
import { files, openFiles } from "./files.js";
import { framed } from "./framed.js";

const bytes = randomBytes(1_500_000);
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "kstash-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const kstashOf = () => createKstash({ codecs: [framed], config: { backends: [file({ root })] } });
const source = (content: Uint8Array = bytes) =>
  Readable.from([content.subarray(0, 700_000), content.subarray(700_000)]);

async function holds(address: Address): Promise<boolean> {
  return bytes.equals((await kstashOf().retrieve<Uint8Array>(address)).data);
}

describe("putStream", () => {
  test("stores the same file as put", async () => {
    const kstash = kstashOf();
    const stash = await kstash.create("x", source());
    const [path = ""] = await files(root);
    const { ino } = await stat(join(root, path));
    expect(await holds(stash.address)).toBe(true);
    expect((await kstash.create("x", bytes)).address.equals(stash.address)).toBe(true);
    await kstash.create("x", source());
    expect(await files(root)).toEqual([path]);
    expect((await stat(join(root, path))).ino).toBe(ino);
  });

  test("replaces a damaged file", async () => {
    const kstash = kstashOf();
    const { address } = await kstash.create("x", source());
    const [path = ""] = await files(root);
    const whole = (await stat(join(root, path))).size;
    for (const damage of [
      () => truncate(join(root, path), 100_000),
      () => writeFile(join(root, path), "!", { flag: "r+" }),
    ]) {
      await damage();
      await expect(kstash.retrieve(address)).rejects.toThrow(StashCorrupted);
      await kstash.create("x", source());
      expect((await stat(join(root, path))).size).toBe(whole);
      expect(await holds(address)).toBe(true);
    }
  });

  test.each([-1, 1])("stores nothing if %i bytes too many come", async (more) => {
    const promised = {
      namespace: "n",
      key: "x",
      address: "file://n/x",
      contentType: "a/b",
      length: 10,
      stream: () => Readable.from([new Uint8Array(10 + more)]),
    };
    const context = { config: new Config(), decline: () => undefined };
    const putting = file({ root }).putStream?.(promised as never, context);
    await expect(putting).rejects.toThrow(BackendRemoteError);
    await expect(putting).rejects.toThrow(`and given ${10 + more}`);
    expect(await files(root)).toEqual([]);
  });

  test("leaves nothing if the source fails", async () => {
    const failing = {
      namespace: "n",
      key: "x",
      address: "file://n/x",
      contentType: "a/b",
      length: 10,
      async *stream() {
        yield new Uint8Array(5);
        throw new Error("the source is gone");
      },
    };
    const context = { config: new Config(), decline: () => undefined };
    const putting = file({ root }).putStream?.(failing as never, context);
    await expect(putting).rejects.toThrow("the source is gone");
    expect(await files(root)).toEqual([]);
  });
});

describe("get", () => {
  // Not by `once`, which would fail with the AbortError of a stream that is left early.
  const closed = (stream: Readable) =>
    stream.closed || new Promise((resolve) => stream.once("close", resolve));
  const read = async (address: Address, signal?: AbortSignal) =>
    (await kstashOf().retrieve(address, { as: "stream", signal })).data as Readable;
  const bodyOf = async (address: Address, signal?: AbortSignal) => {
    const stored = await file({ root }).get(address, { config: new Config(), signal });
    return (stored as StoredStream).body[Symbol.asyncIterator]();
  };

  test("answers bytes up to 1 MiB, and a stream above", async () => {
    for (const [length, isStream] of [
      [1024 * 1024, false],
      [1024 * 1024 + 1, true],
    ] as const) {
      const { address } = await kstashOf().create("x", bytes.subarray(8, length));
      const stored = await file({ root }).get(address, { config: new Config() });
      expect(stored && "body" in stored).toBe(isStream);
      if (stored) expect((await collect(stored)).bytes).toHaveLength(length);
      expect(await openFiles(root)).toBe(0);
    }
  });

  test("streams the bytes, and closes the file at their end", async () => {
    const { address } = await kstashOf().create("x", source());
    const stream = await read(address);
    expect(await openFiles(root)).toBe(1);
    expect((await buffer(stream)).equals(bytes)).toBe(true);
    expect(await openFiles(root)).toBe(0);
  });

  test("an empty payload and an absent one", async () => {
    const { address } = await kstashOf().create("x", new Uint8Array());
    expect(await buffer(await read(address))).toHaveLength(0);
    expect(await openFiles(root)).toBe(0);
    await kstashOf().remove(address);
    await expect(read(address)).rejects.toThrow(StashNotFound);
  });

  test("a stream of a changed file fails at its end, and closes it", async () => {
    const { address } = await kstashOf().create("x", source());
    const [path = ""] = await files(root);
    const content = await readFile(join(root, path));
    content[content.length - 1] = 255 - (content.at(-1) ?? 0);
    await writeFile(join(root, path), content);
    await expect(buffer(await read(address))).rejects.toThrow(StashCorrupted);
    expect(await openFiles(root)).toBe(0);
  });

  test("a stream of a file that shrinks meanwhile fails, and closes it", async () => {
    const { address } = await kstashOf().create("x", source());
    const stream = await read(address);
    await truncate(join(root, (await files(root))[0] ?? ""), 1000);
    await expect(buffer(stream)).rejects.toThrow(/was cut short while it was read/);
    expect(await openFiles(root)).toBe(0);
  });

  test("a stream that is left early closes the file", async () => {
    const { address } = await kstashOf().create("x", source());
    const stream = await read(address);
    for await (const chunk of stream) {
      expect(chunk).toBeInstanceOf(Uint8Array);
      break;
    }
    await closed(stream);
    expect(await openFiles(root)).toBe(0);

    const unread = await read(address);
    unread.destroy();
    await closed(unread);
    expect(await openFiles(root)).toBe(0);
  });

  test("a stream that is left before it was started closes the file", async () => {
    const { address } = await kstashOf().create("x", source());
    const body = await bodyOf(address);
    expect(await openFiles(root)).toBe(1);
    await body.return?.();
    expect(await openFiles(root)).toBe(0);
    expect(await body.next()).toEqual({ done: true, value: undefined });
  });

  test("a signal stops a stream, and closes the file", async () => {
    const { address } = await kstashOf().create("x", source());
    const controller = new AbortController();
    const body = await bodyOf(address, controller.signal);
    expect((await body.next()).done).toBe(false);
    const reason = new Error("enough");
    controller.abort(reason);
    await expect(body.next()).rejects.toBe(reason);
    expect(await openFiles(root)).toBe(0);
  });
});
