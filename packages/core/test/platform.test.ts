import { Buffer } from "node:buffer";
import { createContext, runInContext } from "node:vm";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import * as browser from "../src/platform/browser.js";
import * as node from "../src/platform/node.js";
import type { Platform } from "../src/platform/platform.js";

// The compiler sees to it that both have all that core asks for.
const platforms: Readonly<Record<string, Platform>> = { node, browser };

const bytes = fc.uint8Array({ size: "large" });
/** Bytes that are UTF-8, or nearly so. */
const nearlyUtf8 = fc
  .tuple(fc.string({ unit: "binary" }), fc.uint8Array({ maxLength: 3 }), fc.boolean())
  .map(([text, rest, hasMark]) =>
    Uint8Array.from([...(hasMark ? [0xef, 0xbb, 0xbf] : []), ...Buffer.from(text), ...rest]),
  );

describe("in a browser as in Node", () => {
  test.each(["md5", "sha256"] as const)("%s of bytes that come in pieces", (hash) => {
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 4 }), (pieces) => {
        const [one, other] = [node.createHash(hash), browser.createHash(hash)];
        for (const piece of pieces) {
          one.update(piece);
          other.update(piece);
        }
        expect(other.digest("hex")).toBe(one.digest("hex"));
      }),
    );
  });

  test("which bytes are UTF-8, and their text", () => {
    fc.assert(
      fc.property(fc.oneof(nearlyUtf8, bytes), (bytes) => {
        expect(browser.isUtf8(bytes)).toBe(node.isUtf8(bytes));
        if (node.isUtf8(bytes)) expect(browser.decodeUtf8(bytes)).toBe(node.decodeUtf8(bytes));
      }),
      { numRuns: 1000 },
    );
  });

  test("how long a text is in UTF-8, lone surrogates too", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (text, more) => {
        for (const each of [text, text + more, `${text}\ud800${more}`])
          expect(browser.utf8Length(each)).toBe(node.utf8Length(each));
      }),
    );
  });

  test("where bytes stand in others, and their text by a character a byte", () => {
    const few = fc.uint8Array({ max: 2, maxLength: 40 });
    const part = fc.uint8Array({ max: 2, minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(few, part, fc.nat(40), (bytes, part, from) => {
        expect(browser.indexOf(bytes, part, from)).toBe(node.indexOf(bytes, part, from));
      }),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(bytes, fc.nat(50), fc.nat(50), (bytes, from, length) => {
        const start = Math.min(from, bytes.length);
        const end = Math.min(start + length, bytes.length);
        expect(browser.latin1Of(bytes)(start, end)).toBe(node.latin1Of(bytes)(start, end));
      }),
    );
  });

  const kinds = ["isUint8Array", "isArrayBuffer", "isDate"] as const;
  const samples = `({
    bytes: new Uint8Array(2), clamped: new Uint8ClampedArray(2), view: new DataView(new ArrayBuffer(2)),
    buffer: new ArrayBuffer(2), shared: new SharedArrayBuffer(2), date: new Date(0), invalid: new Date(NaN),
    array: [], object: {}, nothing: null, missing: undefined, number: 1, text: "", call: () => {},
    fakeDate: Object.create(Date.prototype), fakeBytes: Object.create(Uint8Array.prototype),
    tagged: { [Symbol.toStringTag]: "Uint8Array" }, proxy: new Proxy(new Date(), {}),
    proxied: new Proxy(new Uint8Array(2), {}),
    longer: new (class extends Uint8Array {})(2),
  })`;
  const here = runInContext(samples, createContext({ Uint8Array, ArrayBuffer, Date })) as object;
  const elsewhere = runInContext(samples, createContext()) as object;
  test.each([...Object.entries(here), ...Object.entries(elsewhere)])(
    "what kind %s is",
    (_, value) => {
      for (const kind of kinds) expect(browser[kind](value)).toBe(node[kind](value));
    },
  );
});

function event() {
  let happen = () => {};
  const happened = new Promise<void>((resolve) => (happen = resolve));
  return { happen, happened };
}

describe.each(Object.entries(platforms))("on %s", (_, platform) => {
  async function* chunks(...texts: string[]) {
    for (const text of texts) yield Uint8Array.from(Buffer.from(text));
  }
  const readAll = async (stream: object) => {
    const read: Uint8Array[] = [];
    for await (const chunk of stream as AsyncIterable<Uint8Array>) read.push(chunk);
    return Buffer.concat(read).toString();
  };

  test("a stream gives its chunks in order, and frees what they are from", async () => {
    let closed = 0;
    const stream = platform.streamOf(chunks("one ", "two ", "three"), async () => void closed++);
    expect(await readAll(stream)).toBe("one two three");
    await platform.nextTurn();
    expect(closed).toBe(1);
  });

  test("a stream fails as its chunks do", async () => {
    async function* failing() {
      yield Uint8Array.of(1);
      throw new Error("no more");
    }
    const stream = platform.streamOf(failing(), async () => {});
    await expect(readAll(stream)).rejects.toThrow("no more");
  });

  test("a signal ends a stream whose chunks do not come", async () => {
    const abort = new AbortController();
    const closed = event();
    async function* stuck() {
      yield Uint8Array.of(1);
      await closed.happened;
    }
    const close = async () => closed.happen();
    const stream = platform.streamOf(stuck(), close, abort.signal);
    const reading = readAll(stream);
    abort.abort(new Error("enough"));
    await expect(reading).rejects.toMatchObject(
      platform === node ? { name: "AbortError" } : { message: "enough" },
    );
    await closed.happened;
  });

  test("a stream that nobody reads frees what it is of when it is left", async () => {
    const closed = event();
    const stream = platform.streamOf(chunks("one"), async () => closed.happen());
    if ("destroy" in stream) (stream as { destroy(): void }).destroy();
    else await (stream as ReadableStream).cancel();
    await closed.happened;
  });
});

test("a browser says what to do about a stream that only a file could hold", async () => {
  await expect(browser.openStream()).rejects.toMatchObject({
    code: "UNSUPPORTED_OPERATION",
    message: expect.stringContaining("await new Response(stream).blob()"),
  });
});
