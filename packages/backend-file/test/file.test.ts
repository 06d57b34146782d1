import { existsSync, readdirSync, statSync } from "node:fs";
import {
  lstat,
  mkdtemp,
  mkdir,
  readdir,
  readFile,
  realpath,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import {
  type Address,
  type Codec,
  Config,
  createKstash,
  InvalidConfig,
  StashCorrupted,
  StashNotFound,
  StashTooLarge,
  UnsupportedOperation,
} from "@kstash/core";
import fc from "fast-check";
import { file } from "../src/index.js";
import { files, openFiles } from "./files.js";
import { json } from "./json.js";

let folder: string;
let root: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "kstash-")));
  root = join(folder, "deep/root");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const kstashOf = (codecs: readonly Codec[] = [json]) =>
  createKstash({ codecs, config: { backends: [file({ root })], maxPayloadBytes: 1_000_000 } });

describe("file", () => {
  test("stores a payload in a file whose header says whose it is", async () => {
    const kstash = kstashOf();
    const stash = await kstash.create("a/context", { as_of: "today" }, { namespace: "stashes" });
    expect(String(stash.address)).toBe(`file://stashes/a/context.${stash.digest}`);
    const loaded = await createKstash({
      codecs: [json],
      config: { backends: [file({ root })] },
    }).retrieve(String(stash.address));
    expect(loaded.data).toEqual({ as_of: "today" });
    expect(loaded.equals(stash)).toBe(true);

    const [path = "", ...others] = await files(root);
    expect(others).toEqual([]);
    expect(path).toMatch(/^v1\/([0-9a-f]{2})\/\1[0-9a-f]{62}$/);
    const content = await readFile(join(root, path), "utf8");
    expect(content).toBe(
      `kstash-file/1 {"namespace":"stashes","key":"a/context.${stash.digest}","contentType":"application/json","length":17}\n{"as_of":"today"}`,
    );
  });

  test("touches nothing before the first put, and makes nothing when it reads", async () => {
    const kstash = kstashOf();
    const address = `file://default/x.${"0".repeat(32)}`;
    await expect(kstash.retrieve(address)).rejects.toThrow(StashNotFound);
    expect(await kstash.remove(address)).toBe(false);
    expect(await readdir(folder)).toEqual([]);
  });

  test.each([undefined, "", "a\0b", 7])("refuses %j as a root", (wrong) => {
    expect(() => file({ root: wrong as string })).toThrow(InvalidConfig);
  });

  test("a relative root is resolved when file() is called", async () => {
    const before = process.cwd();
    process.chdir(folder);
    const backend = file({ root: "deep/root" });
    process.chdir(before);
    const kstash = createKstash({ codecs: [json], config: { backends: [backend] } });
    const { address } = await kstash.create("x", 1);
    expect((await kstashOf().retrieve(address)).data).toBe(1);
  });

  test("an empty payload, and one of several chunks", async () => {
    const raw: Codec = { ...json, encode: (it) => it as Uint8Array, decode: (it) => it };
    const large = new Uint8Array(20_000_000).map((_, index) => index >> 8);
    for (const bytes of [new Uint8Array(), large]) {
      const kstash = createKstash({ codecs: [raw], config: { backends: [file({ root })] } });
      const { address } = await kstash.create("x", bytes);
      const { encoded } = await kstash.retrieve(address);
      expect(Buffer.compare(encoded, bytes)).toBe(0);
      expect(encoded.buffer.byteLength).toBe(bytes.length);
      await kstash.create("x", bytes);
    }
    expect(await files(root)).toHaveLength(2);
  });

  test("writes what is put twice only once", async () => {
    const kstash = kstashOf();
    const { address } = await kstash.create("x", [1]);
    const [path = ""] = await files(root);
    const before = await lstat(join(root, path));
    expect((await kstash.create("x", [1])).address.equals(address)).toBe(true);
    expect((await lstat(join(root, path))).ino).toBe(before.ino);
    expect(await kstash.remove(address)).toBe(true);
    expect(await kstash.remove(address)).toBe(false);
    await expect(kstash.retrieve(address)).rejects.toThrow(StashNotFound);
    expect(await files(root)).toEqual([]);
  });

  test("refuses the same bytes with another content type", async () => {
    const { address } = await kstashOf().create("x", 1);
    const again = kstashOf([{ ...json, name: "text", contentType: "text/json" }]).create("x", 1);
    await expect(again).rejects.toThrow(
      /as application\/json, so they cannot be stored as text\/json/,
    );
    expect((await kstashOf().retrieve(address)).data).toBe(1);
  });

  test("refuses more than maxPayloadBytes before reading it", async () => {
    const { address } = await kstashOf().create("x", "1234");
    const context = { config: new Config({ maxPayloadBytes: 5 }) };
    const reading = file({ root }).get(address, context);
    await expect(reading).rejects.toThrow(StashTooLarge);
    await expect(reading).rejects.toThrow(/has 6 bytes, .* allows 5/);
  });

  test("closes every file that it opens", async () => {
    const kstash = kstashOf();
    const { address } = await kstash.create("x", "1234");
    await kstash.create("x", "1234");
    await kstash.retrieve(address);
    const config = { backends: [file({ root })], maxPayloadBytes: 1 };
    await expect(kstash.retrieve(address, { config })).rejects.toThrow(StashTooLarge);
    await writeFile(join(root, (await files(root))[0] ?? ""), "damaged");
    await expect(kstash.retrieve(address)).rejects.toThrow(StashCorrupted);
    expect(await openFiles(root)).toBe(0);
  });

  test("cannot share", async () => {
    const stash = await kstashOf().create("x", 1);
    await expect(stash.share()).rejects.toThrow(UnsupportedOperation);
  });

  test("the root may be a link", async () => {
    await mkdir(join(folder, "real"));
    root = join(folder, "link");
    await symlink("real", root);
    const { address } = await kstashOf().create("x", 1);
    expect((await kstashOf().retrieve(address)).data).toBe(1);
  });
});

describe("names", () => {
  const odd = [
    ["a", "A"],
    ["caf\u00e9", "cafe\u0301"],
    ["100%", "100%25", "a%20b", "a b", "a+b"],
    ["\u00df", "ss", "\u1e9e"],
    ["con", "NUL.txt", "aux", "a.", "a "],
    [".hidden", "..hidden", "...", "~", "-rf", "*", "a:b", "a\\b", "C:\\x", "$HOME", "`x`"],
    ["..\\..\\x", "x?y#z&w", "\u{1f600}", "\u2028", "\u202e", "a/b", "a/b/c", "tmp", "v1"],
    ["x".repeat(900), `${"x".repeat(899)}y`, "\u00e9".repeat(450), "a/".repeat(449) + "a"],
    [`x.${"0".repeat(32)}`, `x.${"0".repeat(32)}.${"0".repeat(32)}`],
  ].flat();

  test("of every kind have files of their own under the root", async () => {
    const kstash = kstashOf();
    const addresses = new Map<string, Address>();
    for (const name of odd) {
      for (const namespace of ["n", "N"]) {
        const { address } = await kstash.create(name, 1, { namespace });
        addresses.set(`${namespace}/${name}`, address);
      }
    }
    expect(await files(root)).toHaveLength(2 * odd.length);
    expect(await readdir(folder)).toEqual(["deep"]);
    for (const [path, address] of addresses) {
      const { namespace, name } = await kstash.retrieve(String(address));
      expect(`${namespace}/${name}`).toBe(path);
    }
    const [first = "x"] = addresses.keys();
    expect(await kstash.remove(addresses.get(first) ?? "")).toBe(true);
    expect(await files(root)).toHaveLength(2 * odd.length - 1);
  });

  test("that no address could hold cannot leave the root either", async () => {
    // As a program would that calls the backend without core's checks.
    const backend = file({ root });
    const context = { config: new Config(), decline: () => undefined };
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), async (namespace, tail) => {
        const key = `../../${tail}`;
        const bytes = Uint8Array.of(1);
        const stash = { namespace, key, bytes, contentType: "a/b", address: "file://x" };
        await backend.put?.(stash as never, context);
        expect(await readdir(folder)).toEqual(["deep"]);
        expect(await readdir(join(folder, "deep"))).toEqual(["root"]);
        expect((await readdir(root)).toSorted()).toEqual(["tmp", "v1"]);
      }),
      { seed: 7, numRuns: 40 },
    );
  });

  test("a content type that is too long for the header is refused, and nothing is left", async () => {
    const codec = { ...json, contentType: `a/${"b".repeat(9000)}` };
    await expect(kstashOf([codec]).create("x", 1)).rejects.toThrow(/content type/);
    expect(await files(root)).toEqual([]);
  });
});

describe("signal", () => {
  const reason = new Error("enough");

  test("stops every operation before it starts", async () => {
    const backend = file({ root });
    const { address } = await kstashOf().create("x", 1);
    await kstashOf().remove(address);
    const context = { config: new Config(), signal: AbortSignal.abort(reason) };
    const bytes = Uint8Array.of(1);
    const payload = { namespace: "n", key: "x", address: "file://n/x", bytes };
    const elsewhere = file({ root: join(folder, "elsewhere") });
    const put = elsewhere.put?.(payload as never, { ...context, decline: () => undefined });
    await expect(put).rejects.toBe(reason);
    expect(await readdir(folder)).toEqual(["deep"]);
    await expect(backend.get(address, context)).rejects.toBe(reason);
    await expect(backend.remove?.(address, context)).rejects.toBe(reason);
    expect(await files(root)).toEqual([]);
  });

  test("stops a put between two chunks, and leaves nothing behind", async () => {
    const raw: Codec = { ...json, encode: (it) => it as Uint8Array, decode: (it) => it };
    const kstash = createKstash({ codecs: [raw], config: { backends: [file({ root })] } });
    const bytes = new Uint8Array(40_000_000);
    const whenDraftHas = (so: (size: number) => boolean) =>
      firesWhen(() => {
        const [draft] = readdirSync(join(root, "tmp"));
        return draft !== undefined && so(statSync(join(root, "tmp", draft)).size);
      });
    for (const so of [
      (size: number) => size > 1000 && size < bytes.length,
      (size: number) => size > bytes.length,
    ]) {
      const creating = kstash.create("x", bytes, { signal: whenDraftHas(so) });
      await expect(creating).rejects.toBe(reason);
      expect(await files(root)).toEqual([]);
    }

    // The same of a comparison, with the backend alone: core looks at the signal too.
    const { address, encoded } = await kstash.create("x", bytes);
    const backend = file({ root });
    const contextAtThirdLook = () => {
      let looks = 0;
      const signal = firesWhen(() => (looks += 1) === 3);
      return { config: new Config(), signal, decline: () => undefined };
    };
    const { namespace, key } = address;
    const payload = { namespace, key, contentType: json.contentType, address, bytes: encoded };
    const comparing = backend.put?.(payload as never, contextAtThirdLook());
    await expect(comparing).rejects.toBe(reason);
    expect(await files(root)).toHaveLength(1);
    expect((await kstash.retrieve(address)).encoded).toHaveLength(bytes.length);
  });

  /** A signal that fires when somebody looks at it and this is so. */
  function firesWhen(so: () => boolean): AbortSignal {
    const controller = new AbortController();
    const { signal } = controller;
    signal.throwIfAborted = () => {
      if (existsSync(join(root, "tmp")) && so()) controller.abort(reason);
      if (signal.aborted) throw reason;
    };
    return signal;
  }
});
