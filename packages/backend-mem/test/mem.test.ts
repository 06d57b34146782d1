import { describe, expect, test } from "@jest/globals";
import {
  Address,
  BackendRemoteError,
  type Codec,
  Config,
  createKstash,
  StashCorrupted,
  StashNotFound,
  StashTooLarge,
  UnsupportedOperation,
} from "@kstash/core";
import { mem } from "../src/index.js";

const json: Codec = {
  name: "json",
  contentType: "application/json",
  encode: (data) => new TextEncoder().encode(JSON.stringify(data)),
  decode: (bytes) => JSON.parse(new TextDecoder().decode(bytes)),
};
const text: Codec = { ...json, name: "text", contentType: "text/json" };

const kstashOf = (backend = mem(), codecs = [json]) =>
  createKstash({ codecs, config: { backends: [backend] } });

describe("mem", () => {
  test("stores a payload under an address of its own scheme", async () => {
    const kstash = kstashOf();
    const stash = await kstash.create("context", { as_of: "today" }, { namespace: "stashes" });
    expect(String(stash.address)).toBe(`mem://stashes/context.${stash.digest}`);
    const loaded = await kstash.retrieve(String(stash.address));
    expect(loaded.data).toEqual({ as_of: "today" });
    expect(loaded.equals(stash)).toBe(true);
  });

  test("each instance is a store of its own", async () => {
    const stash = await kstashOf().create("context", 1);
    await expect(kstashOf().retrieve(stash.address)).rejects.toThrow(StashNotFound);
  });

  test.each([
    ["case", "Context", "context"],
    ["normalisation form", "caf\u00e9", "cafe\u0301"],
    ["a percent sign", "a%20b", "a b"],
    ["where the namespace ends", "b", "a/b"],
  ])("tells names apart by %s", async (_, one, other) => {
    const kstash = kstashOf();
    const stash = await kstash.create(one, 1, { namespace: "a" });
    const { digest } = stash;
    const address = Address.from({ scheme: "mem", namespace: "a", name: other, digest });
    await expect(kstash.retrieve(address)).rejects.toThrow(StashNotFound);
    await kstash.create(other, 1, { namespace: "a" });
    expect(await kstash.remove(stash.address)).toBe(true);
    expect((await kstash.retrieve(address)).name).toBe(other);
  });

  test("changes to a stash's bytes and data stay private to its reader", async () => {
    const kstash = kstashOf();
    const stash = await kstash.create("x", { list: [1] });
    stash.encoded.fill(0);
    stash.data.list.push(2);
    const loaded = await kstash.retrieve(stash.address);
    loaded.encoded.fill(0);
    expect((await kstash.retrieve(stash.address)).data).toEqual({ list: [1] });
  });

  test("a codec whose data aliases its source is caught", async () => {
    const codec: Codec = { ...json, decode: (bytes) => bytes };
    const kstash = kstashOf(mem(), [codec]);
    const { address } = await kstash.create("x", 123);
    (await kstash.retrieve<Uint8Array>(address)).data.fill(0);
    await expect(kstash.retrieve(address)).rejects.toThrow(StashCorrupted);
  });

  test("stores what is put twice only once", async () => {
    const kstash = kstashOf();
    const [one, two] = await Promise.all([kstash.create("x", [1]), kstash.create("x", [1])]);
    expect(one.address.equals(two.address)).toBe(true);
    expect(await kstash.remove(one.address)).toBe(true);
    await expect(kstash.retrieve(two.address)).rejects.toThrow(StashNotFound);
    expect(await kstash.remove(one.address)).toBe(false);
  });

  test("refuses the same bytes with another content type", async () => {
    const backend = mem();
    const { address } = await kstashOf(backend).create("x", 1);
    const again = kstashOf(backend, [text]).create("x", 1);
    await expect(again).rejects.toThrow(BackendRemoteError);
    await expect(again).rejects.toThrow(
      /as application\/json, so they cannot be stored as text\/json/,
    );
    expect((await kstashOf(backend).retrieve(address)).data).toBe(1);
  });

  test("refuses to return more than maxPayloadBytes", async () => {
    const backend = mem();
    const { address } = await kstashOf(backend).create("x", "1234");
    const config = new Config({ maxPayloadBytes: 5 });
    expect(() => backend.get(address, { config })).toThrow(StashTooLarge);
    expect(() => backend.get(address, { config })).toThrow(/has 6 bytes, .* allows 5/);
  });

  test("rejects if the signal has fired", async () => {
    const backend = mem();
    const { address } = await kstashOf(backend).create("x", 1);
    const reason = new Error("enough");
    const context = { config: new Config(), signal: AbortSignal.abort(reason) };
    expect(() => backend.get(address, context)).toThrow(reason);
    expect(() => backend.remove?.(address, context)).toThrow(reason);
    const put = { ...context, decline: () => undefined };
    expect(() => backend.put?.({} as never, put)).toThrow(reason);
  });

  test("cannot share", async () => {
    const stash = await kstashOf().create("x", 1);
    await expect(stash.share()).rejects.toThrow(UnsupportedOperation);
  });
});
