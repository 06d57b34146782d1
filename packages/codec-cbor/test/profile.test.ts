import { describe, expect, test } from "@jest/globals";
import { cbor } from "../src/index.js";
import { hex, toHex } from "./hex.js";

const encoded = (data: unknown): string => toHex(cbor.encode(data));

describe("what is written", () => {
  test("names itself", () => {
    expect(cbor).toMatchObject({ name: "cbor", contentType: "application/cbor" });
    expect(Object.isFrozen(cbor)).toBe(true);
  });

  test.each<[number, string]>([
    [-0, "00"],
    [1.0, "01"],
    [255, "18ff"],
    [256, "190100"],
    [65535, "19ffff"],
    [65536, "1a00010000"],
    [2 ** 32 - 1, "1affffffff"],
    [2 ** 32, "1b0000000100000000"],
    [-(2 ** 32), "3affffffff"],
    [-(2 ** 32) - 1, "3b0000000100000000"],
    [Number.MAX_SAFE_INTEGER, "1b001fffffffffffff"],
    [Number.MIN_SAFE_INTEGER, "3b001ffffffffffffe"],
    [2 ** 53, "fb4340000000000000"],
    [-(2 ** 53), "fbc340000000000000"],
    [0.5, "fb3fe0000000000000"],
    [Number.MIN_VALUE, "fb0000000000000001"],
  ])("the number %d", (value, digits) => {
    expect(encoded(value)).toBe(digits);
    expect(cbor.decode(cbor.encode(value))).toBe(value === 0 ? 0 : value);
  });

  test.each<[bigint, string]>([
    [0n, "c240"],
    [5n, "c24105"],
    [-1n, "c340"],
    [-5n, "c34104"],
    [2n ** 53n - 1n, "c2471fffffffffffff"],
    [2n ** 53n, "c24720000000000000"],
    [-(2n ** 53n) + 1n, "c3471ffffffffffffe"],
    [-(2n ** 53n), "c3471fffffffffffff"],
    [2n ** 64n - 1n, "c248ffffffffffffffff"],
    [2n ** 64n, "c249010000000000000000"],
    [-(2n ** 64n), "c348ffffffffffffffff"],
    [-(2n ** 64n) - 1n, "c349010000000000000000"],
  ])("the bigint %d", (value, digits) => {
    expect(encoded(value)).toBe(digits);
    expect(cbor.decode(cbor.encode(value))).toBe(value);
  });

  test.each<[string, number | bigint]>([
    ["1b001fffffffffffff", Number.MAX_SAFE_INTEGER],
    ["1b0020000000000000", 2n ** 53n],
    ["1bffffffffffffffff", 2n ** 64n - 1n],
    ["3b001ffffffffffffe", Number.MIN_SAFE_INTEGER],
    ["3b001fffffffffffff", -(2n ** 53n)],
    ["3bffffffffffffffff", -(2n ** 64n)],
  ])("%s, an integer of another writer, is read", (digits, value) => {
    expect(cbor.decode(hex(digits))).toBe(value);
    expect(cbor.decode(hex(`82${digits}c24105`))).toStrictEqual([value, 5n]);
  });

  test("lengths of 8 bytes, among other text", () => {
    const data = { text: "a".repeat(60), bin: Uint8Array.of(1), key: "b" };
    const bytes = hex(
      `a3 6474657874 783c${"61".repeat(60)} 6362696e 5b000000000000000101 7b00000000000000036b6579 7b000000000000000162`,
    );
    expect(cbor.decode(bytes)).toStrictEqual(data);
  });

  test("text that begins with U+FEFF, as a key as well", () => {
    for (const length of [0, 1, 20, 70, 300]) {
      const text = `\uFEFF${"x".repeat(length)}`;
      expect(cbor.decode(cbor.encode({ a: text, [text]: 1 }))).toStrictEqual({
        a: text,
        [text]: 1,
      });
    }
  });

  test("every NaN alike, whatever its bits", () => {
    const odd = new Float64Array(new BigUint64Array([0xfff8_0000_0000_0001n]).buffer)[0];
    expect(encoded(odd)).toBe("fb7ff8000000000000");
  });

  test("keys by the length of their UTF-8, then by its bytes", () => {
    const keys = ["aaa", "ü", "10", "9", "b", "aa", "\u{1d11e}", "\ue000a", "", "ab", "B"];
    const sorted = ["", "9", "B", "b", "10", "aa", "ab", "ü", "aaa", "\ue000a", "\u{1d11e}"];
    const data = Object.fromEntries(keys.map((key) => [key, 0]));
    const other = Object.fromEntries(keys.toReversed().map((key) => [key, 0]));
    const one = encoded(data);
    expect(one).toBe(encoded(other));
    expect(one).toBe(`ab${sorted.map((key) => `${encoded(key)}00`).join("")}`);
    // Met for the second and the third time, their order is remembered.
    expect(encoded(data)).toBe(one);
    expect(encoded(data)).toBe(one);
  });

  test.each([23, 24, 40, 41, 255, 256, 4095, 4096, 65535, 65536, 200_000])(
    "text and bytes of %d",
    (length) => {
      for (const unit of ["x", "ü", "水", "🎵"]) {
        const text = unit.repeat(length / unit.length);
        expect(cbor.decode(cbor.encode(text))).toBe(text);
        expect(cbor.decode(cbor.encode({ [text]: text }))).toStrictEqual({ [text]: text });
      }
      const bytes = new Uint8Array(length).fill(7);
      expect(cbor.decode(cbor.encode([bytes, bytes]))).toStrictEqual([bytes, bytes]);
    },
  );

  test.each([0, 1, -1, 1.7e12 + 1, -1.7e12 - 999, 4.4e15 + 1, 4.45e15 + 7, 8.64e15, 1 - 8.64e15])(
    "the Date of %d, to the millisecond",
    (time) => {
      for (let i = 0; i < 1000; i++) {
        const date = new Date(Math.min(time + i * 137, 8.64e15));
        expect(cbor.decode(cbor.encode(date))).toStrictEqual(date);
      }
    },
  );

  test("Dates as integers where they are whole seconds", () => {
    expect(encoded(new Date(8.64e15))).toBe("c11b000007dba8218000");
    expect(encoded(new Date(-1000))).toBe("c120");
    expect(encoded(new Date(1))).toBe("c1fb3f50624dd2f1a9fc");
  });

  test("bytes of every kind alike", () => {
    const bytes = Uint8Array.of(1, 2, 3);
    for (const same of [bytes, Buffer.from(bytes), bytes.buffer, new Uint8Array(bytes.buffer)]) {
      expect(encoded(same)).toBe("43010203");
    }
    expect(encoded(new Uint8Array(Uint8Array.of(0, 1, 2, 3, 0).buffer, 1, 3))).toBe("43010203");
  });

  test("a shared object once for each mention", () => {
    const shared = { a: 1 };
    expect(encoded([shared, shared])).toBe("82a1616101a1616101");
  });

  test("thousands of keys, more than are remembered", () => {
    const keys = Array.from({ length: 5000 }, (_, index) => `key ${index}`);
    for (const key of keys) {
      // The second time it is remembered, and may take the place of another.
      for (let i = 0; i < 3; i++) {
        expect(Object.keys(cbor.decode(cbor.encode({ [key]: 0 })) as object)).toEqual([key]);
      }
    }
    const data = Object.fromEntries(keys.map((key) => [key, 0]));
    expect(cbor.decode(cbor.encode(data))).toStrictEqual(data);
  });

  test("enumerable properties alone, as JSON does", () => {
    const data = { a: 1 };
    Object.defineProperty(data, "hidden", { value: 2 });
    Object.defineProperty(data, Symbol("hidden"), { value: 3 });
    expect(encoded(data)).toBe("a1616101");
  });

  test("the value of a getter, which is asked once", () => {
    let calls = 0;
    const data = {
      get a() {
        return ++calls;
      },
    };
    expect(encoded(data)).toBe("a1616101");
    expect(calls).toBe(1);
  });
});
