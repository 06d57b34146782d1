import { describe, expect, test } from "@jest/globals";
import { z } from "zod";
import {
  type Backend,
  BackendRemoteError,
  type Codec,
  createKstash,
  InvalidAddress,
  InvalidData,
  StashCorrupted,
  StashNotFound,
  StashTooLarge,
  type Stored,
  UnsupportedBackend,
  UnsupportedOperation,
} from "../src/index.js";
import { json, mapBackend, MD5 } from "./support.js";

const giving = (stored: unknown, name = "mem"): Backend => ({
  specification: "v1",
  name,
  get: () => stored as Stored,
});
const read = (backend: Backend, address: string, codecs: Codec[] = [json]) =>
  createKstash({ codecs, config: { backends: [backend] } }).retrieve(address);
const ONE = "mem://ns/x.c4ca4238a0b923820dcc509a6f75849b";
const one = { bytes: Buffer.from("1"), contentType: "application/json" };

describe("retrieve", () => {
  test("gives what was stashed, by text and by Address", async () => {
    const backend = mapBackend();
    const { create, retrieve } = createKstash({ codecs: [json], config: { backends: [backend] } });
    const stash = await create("x", { a: [1] }, { namespace: "ns" });
    for (const address of [stash.address, stash.address.text]) {
      const loaded = await retrieve(address);
      expect(loaded).toMatchObject({
        name: "x",
        namespace: "ns",
        data: { a: [1] },
        backend,
        digest: stash.digest,
      });
      expect(loaded.equals(stash) && stash.equals(loaded)).toBe(true);
    }
  });

  test("an Address of another copy of this package is known by its text", async () => {
    const foreign = { text: ONE, toString: () => ONE };
    const { retrieve } = createKstash({ codecs: [json], config: { backends: [giving(one)] } });
    expect((await retrieve(foreign as never)).data).toBe(1);
  });

  test.each([
    [{ text: 1, toString: 1 }],
    [{ text: { toString: 1 } }],
    [{ toString: 1 }],
    [[ONE]],
    [null],
  ])("%j, as JSON may hold it, is no address", async (value) => {
    await expect(read(giving(one), value as unknown as string)).rejects.toMatchObject({
      code: "INVALID_ADDRESS",
    });
  });

  test.each([[`mem://app/x.${MD5}`], [`s3://unknown/x.${MD5}`]])(
    "nothing at %s: StashNotFound",
    async (address) => {
      const backends = [mapBackend("mem"), mapBackend("s3")];
      const { retrieve } = createKstash({ codecs: [json], config: { backends } });
      await expect(retrieve(address)).rejects.toThrow(StashNotFound);
      await expect(retrieve(address)).rejects.toThrow(address);
    },
  );

  test("a scheme that the config does not list says what it lists", async () => {
    const text = "inline://default/test?data=secret";
    const { retrieve } = createKstash({
      codecs: [json],
      config: { backends: [mapBackend(), mapBackend("s3")] },
    });
    await expect(retrieve(text)).rejects.toThrow(UnsupportedBackend);
    await expect(retrieve(text)).rejects.toThrow(
      'no backend available to load stash inline://default/test?…: Config.backends lists mem, s3, none of them "inline"',
    );
  });

  test("bytes changed in place are refused before they are decoded", async () => {
    let decoded = 0;
    const codec: Codec = { ...json, decode: () => (decoded += 1) };
    await expect(read(giving({ ...one, bytes: Buffer.from("2") }), ONE, [codec])).rejects.toThrow(
      StashCorrupted,
    );
    expect(decoded).toBe(0);
    await expect(read(giving(one), ONE, [codec])).resolves.toBeDefined();
  });

  test("bytes that cannot be decoded are StashCorrupted, and never quoted", async () => {
    const backend = giving({ bytes: Buffer.from("secret") }, "inline");
    const error = await read(backend, "inline://ns/x?data=c2VjcmV0").catch(
      (error: unknown) => error as Error,
    );
    expect(error).toBeInstanceOf(StashCorrupted);
    expect(String(error)).not.toMatch(/secret|c2VjcmV0/);
    expect((error as Error).cause).toBeInstanceOf(SyntaxError);
  });

  test("what a backend gives is checked: bytes, and no more than maxPayloadBytes", async () => {
    await expect(read(giving({ bytes: "1" }), ONE)).rejects.toThrow(BackendRemoteError);
    const { retrieve } = createKstash({ codecs: [json] });
    const config = { backends: [giving({ bytes: new Uint8Array(11) })], maxPayloadBytes: 10 };
    await expect(retrieve(ONE, { config })).rejects.toThrow(StashTooLarge);
  });

  test("a failing backend is wrapped with its cause, an abort is not", async () => {
    const cause = new Error("boom");
    const failing: Backend = { ...giving(one), get: () => Promise.reject(cause) };
    await expect(read(failing, ONE)).rejects.toMatchObject({ code: "BACKEND_REMOTE_ERROR", cause });
    const reason = new Error("enough");
    const { retrieve } = createKstash({ codecs: [json], config: { backends: [giving(one)] } });
    await expect(retrieve(ONE, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  describe("the codec", () => {
    const other: Codec = {
      name: "other",
      contentType: "application/other",
      alsoReads: ["binary/octet-stream"],
      encode: () => new Uint8Array(),
      decode: () => "other",
    };

    test.each([
      ["application/json", 1],
      ["Application/JSON; charset=utf-8", 1],
      ["application/other", "other"],
      ["binary/octet-stream", "other"],
    ])("%s is read by the one that claims it", async (contentType, data) => {
      for (const codecs of [
        [json, other],
        [other, json],
      ]) {
        expect((await read(giving({ ...one, contentType }), ONE, codecs)).data).toBe(data);
      }
    });

    test.each([
      ["application/cbor", "@kstash/codec-cbor reads it"],
      ["binary/octet-stream", "@kstash/codec-msgpack reads it"],
      ["text/html", "add the codec that wrote it"],
      ["", "add the codec that wrote it"],
      ["constructor", "add the codec that wrote it"],
    ])("%j, which none claims, is refused: %s", async (contentType, advice) => {
      const result = read(giving({ ...one, contentType }), ONE);
      await expect(result).rejects.toThrow(UnsupportedOperation);
      await expect(result).rejects.toThrow(advice);
    });

    test("a mark of any length and kind is no more than quoted", async () => {
      const mark = `x${"\u009b".repeat(1_000_000)}`;
      const error = await read(giving({ ...one, contentType: mark }), ONE).catch(
        (error: unknown) => error,
      );
      expect((error as Error).message).toMatch(
        /its content type "x(\\u\{9b\}){119}…" is read by none/,
      );
    });

    test("an inline address names it, else the first reads", async () => {
      const inline = giving({ bytes: one.bytes }, "inline");
      expect((await read(inline, "inline://ns/x?data=MQ", [json, other])).data).toBe(1);
      expect((await read(inline, "inline://ns/x?data=MQ", [other, json])).data).toBe("other");
      expect((await read(inline, "inline://ns/x?data=MQ&codec=json", [other, json])).data).toBe(1);
      await expect(read(inline, "inline://ns/x?data=MQ&codec=msgpack")).rejects.toThrow(
        "@kstash/codec-msgpack reads it",
      );
    });
  });

  test("a link's metadata says whose payload it is, and is checked as an address is", async () => {
    const link = "https://127.0.0.1/bucket/x.c4ca4238a0b923820dcc509a6f75849b";
    const stash = await read(giving({ ...one, namespace: "ns", name: "a b" }, "https"), link);
    expect(stash).toMatchObject({ namespace: "ns", name: "a b" });
    expect(stash.address.text).toBe(link);
    expect(await read(giving(one, "https"), link)).toMatchObject({
      namespace: "bucket",
      name: "x",
    });
    for (const wrong of [{ namespace: "../x" }, { name: "../x" }, { name: "" }]) {
      await expect(read(giving({ ...one, ...wrong }, "https"), link)).rejects.toThrow(
        InvalidAddress,
      );
    }
  });

  describe("with a schema", () => {
    const backend = giving({
      bytes: Buffer.from('{"user":{"age":"secret"}}'),
      contentType: "application/json",
    });
    const address = "mem://ns/x.e0a1ecb51a6dc8d22d5a1e2d7d4b1df5";
    const { retrieve } = createKstash({
      codecs: [json],
      config: { backends: [{ ...backend, name: "inline" }] },
    });
    const inline = address.replace("mem", "inline");

    test("the data is checked and typed by it", async () => {
      const schema = z.object({
        user: z.object({ age: z.string().transform((text) => text.length) }),
      });
      const stash = await retrieve(inline, { schema });
      const age: number = stash.data.user.age;
      expect(age).toBe(6);
    });

    test("what it refuses is InvalidData with the path, and the data is not in the message", async () => {
      const schema = z.object({ user: z.object({ age: z.number() }) });
      const error = await retrieve(inline, { schema }).catch(
        (error: unknown) => error as InvalidData,
      );
      expect(error).toBeInstanceOf(InvalidData);
      expect(error).toMatchObject({ path: "data.user.age" });
      expect(String(error)).toContain("data.user.age");
      expect(String(error)).not.toContain("secret");
      expect((error as unknown as { issues: unknown[] }).issues).toHaveLength(1);
      expect(Object.keys(error)).not.toContain("issues");
    });

    test("data that is wrong in a million places makes no message of a million", async () => {
      const keys = Array.from({ length: 100 }, (_, index) => `${index}\n${"k".repeat(999)}`);
      const all = {
        "~standard": {
          version: 1,
          vendor: "test",
          validate: () => ({ issues: keys.map((key) => ({ message: "wrong", path: [key, key] })) }),
        },
      } as const;
      const error = await retrieve(inline, { schema: all }).catch((error: unknown) => error);
      expect((error as InvalidData).message.length).toBeLessThan(1300);
      expect((error as InvalidData).message).toContain("… and others; what the validator says");
    });
  });
});
