import assert from "node:assert/strict";
import { describe, expect, test } from "@jest/globals";
import {
  Address,
  type Codec,
  Config,
  type ConfigOptions,
  createKstash,
  InvalidAddress,
  StashTooLarge,
  type Stored,
  UnsupportedBackend,
  UnsupportedOperation,
} from "@kstash/core";
import fc from "fast-check";
import { inline } from "../src/index.js";

/** Bytes as they are: what is stored is what is given. */
const raw: Codec = {
  name: "raw",
  contentType: "application/octet-stream",
  encode: (data) => new Uint8Array(data as Uint8Array),
  decode: (bytes) => new Uint8Array(bytes),
};
const cbor: Codec = { ...raw, name: "cbor", contentType: "application/cbor" };

const kstashOf = (config: ConfigOptions = {}, codecs = [cbor]) =>
  createKstash({ codecs, config: { backends: [inline()], ...config } });

const bytesOf = (length: number) => Uint8Array.from({ length }, (_, index) => index * 7);
const SECRET = Buffer.from("the secret payload").toString("base64");

async function failure(run: Promise<unknown>): Promise<Error> {
  const error: unknown = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Error);
  return error as Error;
}

describe("put", () => {
  test("writes the payload into the address, form-encoded", async () => {
    const stash = await kstashOf().create("colorcode", Uint8Array.of(12), { namespace: "stashes" });
    expect(String(stash.address)).toBe("inline://stashes/colorcode?data=DA%3D%3D");
    const odd = await kstashOf().create("odd", Uint8Array.of(0xfb, 0xef, 0xff));
    expect(String(odd.address)).toBe("inline://default/odd?data=%2B%2B%2F%2F");
  });

  test("names a codec other than cbor", async () => {
    const kstash = kstashOf({}, [raw, cbor]);
    const stash = await kstash.create("colorcode", Uint8Array.of(12), { namespace: "stashes" });
    expect(String(stash.address)).toBe("inline://stashes/colorcode?data=DA%3D%3D&codec=raw");
    const unmarked = "inline://stashes/colorcode?data=DA%3D%3D";
    for (const address of [String(stash.address), unmarked]) {
      expect((await kstash.retrieve(address)).data).toEqual(Uint8Array.of(12));
    }
  });

  test("counts the characters of padded base64 before form-encoding", async () => {
    const kstash = kstashOf({ maxInlineLen: 100 });
    await kstash.create("at-the-limit", bytesOf(75));
    const error = await failure(kstash.create("above", bytesOf(76)));
    expect(error).toBeInstanceOf(UnsupportedBackend);
    expect(error.message).toBe(
      'no backend took the payload of "above" (76 bytes encoded); asked: inline (104 characters of base64, Config.maxInlineLen allows 100)',
    );
  });

  test("takes a stream that fits, and declines another by its length, without reading it", async () => {
    const codec = { ...cbor, bytesHeader: () => Uint8Array.of(0x40) };
    const stream = new Blob(["a", "b"]);
    const stash = await kstashOf({}, [codec]).create("short", stream);
    expect(String(stash.address)).toBe("inline://default/short?data=QGFi");

    const reasons: string[] = [];
    const context = { config: new Config(), decline: (why: string) => void reasons.push(why) };
    const unread = { length: 2 ** 40, stream: () => assert.fail("it was read") };
    expect(await inline().putStream?.(unread as never, context as never)).toBeUndefined();
    expect(reasons).toEqual([expect.stringContaining("Config.maxInlineLen allows 100")]);
  });

  test("rejects if the signal has fired", () => {
    const reason = new Error("enough");
    const signal = AbortSignal.abort(reason);
    const config = new Config();
    const address = Address.parse("inline://default/x?data=DA%3D%3D");
    expect(() => inline().get(address, { config, signal })).toThrow(reason);
    const payload = { namespace: "default", name: "x", codec: "cbor", bytes: bytesOf(1) };
    const context = { config, signal, decline: () => undefined };
    expect(() => inline().put?.(payload as never, context)).toThrow(reason);
  });
});

describe("get", () => {
  test("returns what was put, whatever the bytes and the name", async () => {
    const kstash = kstashOf({ maxInlineLen: 4096 });
    const name = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
      .filter((text) => !/[\p{Cc}\p{Cs}/]/u.test(text) && text !== "." && text !== "..");
    await fc.assert(
      fc.asyncProperty(name, fc.uint8Array({ maxLength: 300 }), async (name, bytes) => {
        const stash = await kstash.create(name, bytes);
        const loaded = await kstash.retrieve(String(stash.address));
        expect(loaded.name).toBe(name);
        expect(loaded.encoded).toEqual(bytes);
        expect(loaded.equals(stash)).toBe(true);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  test("returns bytes in memory of their own", async () => {
    const address = Address.parse("inline://default/x?data=DA%3D%3D");
    const context = { config: new Config() };
    const first = (await inline().get(address, context)) as Stored;
    first.bytes.fill(0);
    const second = (await inline().get(address, context)) as Stored;
    expect(second.bytes).toEqual(Uint8Array.of(12));
    expect(second.bytes.buffer.byteLength).toBe(1);
  });

  test("reads an empty payload", async () => {
    const stash = await kstashOf().create("empty", new Uint8Array());
    expect(String(stash.address)).toBe("inline://default/empty?data=");
    expect((await kstashOf().retrieve(stash.address)).encoded).toEqual(new Uint8Array());
  });

  test.each([
    ["no query", "", 'has no "data"'],
    ["no data", "?codec=cbor", 'has no "data"'],
    ["data twice", "?data=DA%3D%3D&data=DA%3D%3D", '"data" twice'],
    ["no padding", "?data=DA", "padded standard base64"],
    ["half of the padding", "?data=DA%3D", "padded standard base64"],
    ["padding in the middle", "?data=DA%3D%3DDA%3D%3D", "padded standard base64"],
    ["too much padding", "?data=DA%3D%3D%3D%3D", "padded standard base64"],
    ["nothing but padding", "?data=%3D%3D%3D%3D", "padded standard base64"],
    ["bits after the end", "?data=DB%3D%3D", "padded standard base64"],
    ["the URL-safe alphabet", "?data=--__", "padded standard base64"],
    ["a bare plus sign", "?data=++//", "padded standard base64"],
    ["white space", "?data=DA%3D%3D%0A", "padded standard base64"],
    ["other characters", "?data=DA!!", "padded standard base64"],
    ["a broken escape", "?data=DA%3", "not form-encoded"],
    ["a secret, cut", `?data=${encodeURIComponent(SECRET.slice(0, -1))}`, "padded standard base64"],
  ])("refuses %s", async (_, query, why) => {
    const error = await failure(kstashOf().retrieve(`inline://stashes/context${query}`));
    expect(error).toBeInstanceOf(InvalidAddress);
    expect(error.message).toContain("inline://stashes/context");
    expect(error.message).toContain(why);
    expect(`${error.message} ${String(error.cause)}`).not.toContain(SECRET.slice(0, 8));
  });

  test("refuses more than maxPayloadBytes before decoding", async () => {
    const kstash = kstashOf({ maxPayloadBytes: 3 });
    await kstash.retrieve("inline://default/x?data=AAAA");
    // Broken base64: had it been decoded, that would have been the error.
    for (const data of ["AAAAAA%3D%3D", "!!!!!!!!"]) {
      const error = await failure(kstash.retrieve(`inline://default/x?data=${data}`));
      expect(error).toBeInstanceOf(StashTooLarge);
      expect(error.message).toMatch(/carries [46] bytes, Config.maxPayloadBytes allows 3/);
    }
  });
});

test.each([2000, 3072, 3073, 4096, 4097, 20_000])("carries %i bytes", async (length) => {
  const kstash = kstashOf({ maxInlineLen: 100_000 });
  const first = await kstash.create("large", bytesOf(length));
  const loaded = await kstash.retrieve(String(first.address));
  // What is read next must not show in what was read before.
  await kstash.retrieve((await kstash.create("other", new Uint8Array(length))).address);
  expect(loaded.encoded).toEqual(bytesOf(length));
  expect(loaded.encoded.buffer.byteLength).toBe(length);
  const broken = String(first.address).replace("data=", "data=!");
  expect(await failure(kstash.retrieve(broken))).toBeInstanceOf(InvalidAddress);
});

test("cannot share, and cannot remove", async () => {
  const kstash = kstashOf();
  const stash = await kstash.create("colorcode", Uint8Array.of(12));
  expect(await failure(stash.share())).toBeInstanceOf(UnsupportedOperation);
  expect(await failure(kstash.remove(stash.address))).toBeInstanceOf(UnsupportedOperation);
});
