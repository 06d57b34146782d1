import { describe, expect, test } from "@jest/globals";
import { cbor } from "../src/index.js";
import { toHex } from "./hex.js";

const payloads: unknown[] = [
  null,
  { as_of: "today", n: 12 },
  { text: "x".repeat(5000) },
  Array.from({ length: 5000 }, (_, index) => ({ id: index, name: `row ${index}` })),
  { bin: new Uint8Array(512 * 1024).fill(48) },
];

describe("whose memory it is", () => {
  test("what encode returns is of exact length, a plain Uint8Array, and its own", () => {
    const results = payloads.map((data) => cbor.encode(data));
    for (const bytes of results) {
      expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
      expect(bytes.byteOffset).toBe(0);
      expect(bytes.buffer.byteLength).toBe(bytes.length);
    }
    expect(new Set(results.map((bytes) => bytes.buffer)).size).toBe(results.length);
  });

  test("a result that is changed or transferred leaves the next alone", () => {
    for (const data of payloads) {
      const before = toHex(cbor.encode(data));
      const bytes = cbor.encode(data);
      bytes.fill(0xff);
      const buffer = bytes.buffer as ArrayBuffer;
      structuredClone(buffer, { transfer: [buffer] });
      expect(toHex(cbor.encode(data))).toBe(before);
    }
  });

  test("data that is changed afterwards leaves the bytes alone", () => {
    for (const length of [10, 5000, 512 * 1024]) {
      const bin = new Uint8Array(length).fill(1);
      const bytes = cbor.encode({ bin });
      const before = toHex(bytes);
      bin.fill(2);
      expect(toHex(bytes)).toBe(before);
    }
  });

  test("what decode returns shares nothing with its source", () => {
    const data = {
      bin: new Uint8Array(5000).fill(1),
      small: Uint8Array.of(1),
      text: "x".repeat(90),
    };
    const encoded = cbor.encode(data);
    for (const source of [
      encoded,
      Buffer.from(encoded),
      Buffer.concat([Buffer.alloc(3), encoded]).subarray(3),
    ]) {
      const loaded = cbor.decode(source) as typeof data;
      source.fill(0);
      expect(loaded).toStrictEqual(data);
      expect(loaded.bin.buffer.byteLength).toBe(5000);
      expect(Object.getPrototypeOf(loaded.small)).toBe(Uint8Array.prototype);
      loaded.bin.fill(9);
      expect(source.every((byte) => byte === 0)).toBe(true);
      encoded.set(cbor.encode(data));
    }
  });

  test("data that encodes something itself while it is encoded", () => {
    const inner = { list: Array.from({ length: 100 }, (_, index) => `item ${index}`) };
    const plain = { a: "before", b: cbor.encode(inner), c: "after" };
    const data = {
      a: "before",
      get b() {
        return cbor.encode(inner);
      },
      c: "after",
    };
    expect(toHex(cbor.encode(data))).toBe(toHex(cbor.encode(plain)));
    expect(cbor.decode(cbor.encode(inner))).toStrictEqual(inner);
  });

  test("a getter that throws is passed on, and the next encode is as if nothing had been", () => {
    const before = toHex(cbor.encode(payloads));
    const data = {
      a: payloads,
      get b(): never {
        throw new RangeError("mine");
      },
    };
    expect(() => cbor.encode(data)).toThrow("mine");
    expect(toHex(cbor.encode(payloads))).toBe(before);
  });

  test("names that every object inherits come back as own properties", () => {
    const data = JSON.parse(
      '{"constructor":1,"toString":{"valueOf":2},"hasOwnProperty":3}',
    ) as object;
    expect(cbor.decode(cbor.encode(data))).toStrictEqual(data);
    // oxlint-disable-next-line no-extend-native -- that is what must not be run
    Object.defineProperty(Object.prototype, "inherited", {
      configurable: true,
      set() {
        throw new Error("a setter was run");
      },
    });
    try {
      expect(
        Object.entries(cbor.decode(cbor.encode(JSON.parse('{"inherited":1}'))) as object),
      ).toEqual([["inherited", 1]]);
    } finally {
      delete (Object.prototype as Record<string, unknown>)["inherited"];
    }
  });
});
