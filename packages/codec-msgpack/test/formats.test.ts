import { describe, expect, test } from "@jest/globals";
import { msgpack } from "../src/index.js";
import { hex, toHex } from "./hex.js";

const encoded = (data: unknown): string => toHex(msgpack.encode(data));

describe("what is written", () => {
  test("names itself", () => {
    expect(msgpack).toMatchObject({
      name: "msgpack",
      contentType: "application/vnd.msgpack",
      alsoReads: ["application/msgpack", "application/x-msgpack", "binary/octet-stream"],
    });
    expect(Object.isFrozen(msgpack)).toBe(true);
  });

  // Each as msgpack-python 1.1 writes it.
  test.each<[unknown, string]>([
    [null, "c0"],
    [false, "c2"],
    [true, "c3"],
    [0, "00"],
    [-0, "00"],
    [1.0, "01"],
    [127, "7f"],
    [128, "cc80"],
    [255, "ccff"],
    [256, "cd0100"],
    [65535, "cdffff"],
    [65536, "ce00010000"],
    [2 ** 32 - 1, "ceffffffff"],
    [2 ** 32, "cf0000000100000000"],
    [1_700_000_000_000, "cf0000018bcfe56800"],
    [Number.MAX_SAFE_INTEGER, "cf001fffffffffffff"],
    [-1, "ff"],
    [-32, "e0"],
    [-33, "d0df"],
    [-128, "d080"],
    [-129, "d1ff7f"],
    [-32768, "d18000"],
    [-32769, "d2ffff7fff"],
    [-(2 ** 31), "d280000000"],
    [-(2 ** 31) - 1, "d3ffffffff7fffffff"],
    [-(2 ** 32), "d3ffffffff00000000"],
    [Number.MIN_SAFE_INTEGER, "d3ffe0000000000001"],
    [2n ** 53n, "cf0020000000000000"],
    [2n ** 64n - 1n, "cfffffffffffffffff"],
    [-(2n ** 53n), "d3ffe0000000000000"],
    [-(2n ** 63n), "d38000000000000000"],
    [2 ** 53, "cb4340000000000000"],
    [0.5, "cb3fe0000000000000"],
    [NaN, "cb7ff8000000000000"],
    [Infinity, "cb7ff0000000000000"],
    [-Infinity, "cbfff0000000000000"],
    ["", "a0"],
    ["ü", "a2c3bc"],
    ["🎵", "a4f09f8eb5"],
    [[], "90"],
    [{}, "80"],
    [new Uint8Array(), "c400"],
    [Buffer.of(1), "c40101"],
    [Uint8Array.of(1).buffer, "c40101"],
    [{ b: 1, a: 2 }, "82a16201a16102"],
  ])("%p", (value, digits) => {
    expect(encoded(value)).toBe(digits);
    expect(encoded([value])).toBe(`91${digits}`);
    const loaded = msgpack.decode(hex(digits));
    const bytes = value instanceof ArrayBuffer || Buffer.isBuffer(value);
    expect(loaded).toStrictEqual(bytes ? Uint8Array.of(1) : value === 0 ? 0 : value);
  });

  test.each<[number, string]>([
    [31, "bf"],
    [32, "d920"],
    [40, "d928"],
    [41, "d929"],
    [255, "d9ff"],
    [256, "da0100"],
    [65535, "daffff"],
    [65536, "db00010000"],
  ])("text of %d bytes", (length, head) => {
    for (const unit of ["x", "ü", "水"]) {
      const text = unit.repeat(length / Buffer.byteLength(unit)).padEnd(1);
      const filled = text + "y".repeat(length - Buffer.byteLength(text));
      expect(encoded(filled).startsWith(head)).toBe(true);
      expect(msgpack.decode(msgpack.encode({ [filled]: filled }))).toStrictEqual({
        [filled]: filled,
      });
    }
  });

  test.each<[number, string]>([
    [255, "c4ff"],
    [256, "c50100"],
    [65535, "c5ffff"],
    [65536, "c600010000"],
    [512 * 1024, "c600080000"],
  ])("bytes of %d", (length, head) => {
    const bytes = new Uint8Array(length).fill(7);
    expect(encoded(bytes).startsWith(`${head}07`)).toBe(true);
    expect(msgpack.decode(msgpack.encode([bytes, 1]))).toStrictEqual([bytes, 1]);
  });

  test.each<[number, string, string]>([
    [15, "9f", "8f"],
    [16, "dc0010", "de0010"],
    [65535, "dcffff", "deffff"],
    [65536, "dd00010000", "df00010000"],
  ])("arrays and maps of %d", (length, array, map) => {
    const items = Array.from({ length }, (_, index) => index);
    expect(encoded(items).startsWith(array)).toBe(true);
    expect(msgpack.decode(msgpack.encode(items))).toStrictEqual(items);
    const object = Object.fromEntries(items.map((item) => [`k${item}`, item]));
    expect(encoded(object).startsWith(map)).toBe(true);
    expect(msgpack.decode(msgpack.encode(object))).toStrictEqual(object);
  });

  test("every NaN alike, whatever its bits", () => {
    const odd = new Float64Array(new BigUint64Array([0xfff8_0000_0000_0001n]).buffer)[0];
    expect(encoded(odd)).toBe("cb7ff8000000000000");
  });

  test("keys in the order of their insertion, which is kept", () => {
    const data = { z: 1, a: { y: 1, x: 2 }, m: 3 };
    for (let i = 0; i < 3; i++) {
      const loaded = msgpack.decode(msgpack.encode(data));
      expect(JSON.stringify(loaded)).toBe(JSON.stringify(data));
    }
    // JavaScript itself puts such keys first.
    expect(
      encoded(
        Object.fromEntries([
          ["b", 1],
          ["1", 2],
        ]),
      ),
    ).toBe("82a13102a16201");
  });

  test("and what Python writes otherwise is read as well", () => {
    expect(msgpack.decode(hex("ca3fc00000"))).toBe(1.5);
    expect(msgpack.decode(hex("cb3ff0000000000000"))).toBe(1);
    expect(msgpack.decode(hex("d30000000000000005"))).toBe(5);
    expect(msgpack.decode(hex("d9036162 63"))).toBe("abc");
    expect(msgpack.decode(hex("d30020000000000000"))).toBe(2n ** 53n);
  });
});

describe("the header of bytes", () => {
  test.each([0, 1, 255, 256, 65535, 65536, 100_000])("of %d", (length) => {
    const bytes = new Uint8Array(length).fill(1);
    const header = msgpack.bytesHeader!(length);
    const whole = msgpack.encode(bytes);
    expect(toHex(Buffer.concat([header, bytes]))).toBe(toHex(whole));
    const read = msgpack.readBytesHeader!(whole.subarray(0, 16));
    expect(read).toEqual({ headerLength: header.length, length });
  });

  test("is refused beyond 4 GiB", () => {
    expect(toHex(msgpack.bytesHeader!(2 ** 32 - 1))).toBe("c6ffffffff");
    expect(() => msgpack.bytesHeader!(2 ** 32)).toThrow("data is bytes of 4 GiB or more");
  });

  test.each(["", "00", "a161", "90", "80", "c0", "c70100"])("is not read from %s", (digits) => {
    expect(msgpack.readBytesHeader!(hex(digits))).toBeUndefined();
  });
});
