import { describe, expect, test } from "@jest/globals";
import { cbor } from "../src/index.js";
import { hex, toHex } from "./hex.js";

// RFC 8949, appendix A, but for what the data model has no place for.
const written: [string, unknown][] = [
  ["00", 0],
  ["01", 1],
  ["0a", 10],
  ["17", 23],
  ["1818", 24],
  ["1819", 25],
  ["1864", 100],
  ["1903e8", 1000],
  ["1a000f4240", 1000000],
  ["1b000000e8d4a51000", 1000000000000],
  ["c249010000000000000000", 18446744073709551616n],
  ["c349010000000000000000", -18446744073709551617n],
  ["20", -1],
  ["29", -10],
  ["3863", -100],
  ["3903e7", -1000],
  ["fb3ff199999999999a", 1.1],
  ["fb7e37e43c8800759c", 1.0e300],
  ["fbc010666666666666", -4.1],
  ["fb7ff0000000000000", Infinity],
  ["fb7ff8000000000000", NaN],
  ["fbfff0000000000000", -Infinity],
  ["f4", false],
  ["f5", true],
  ["f6", null],
  ["f7", undefined],
  ["c11a514b67b0", new Date("2013-03-21T20:04:00Z")],
  ["c1fb41d452d9ec200000", new Date("2013-03-21T20:04:00.500Z")],
  ["40", new Uint8Array()],
  ["4401020304", Uint8Array.of(1, 2, 3, 4)],
  ["60", ""],
  ["6161", "a"],
  ["6449455446", "IETF"],
  ["62225c", '"\\'],
  ["62c3bc", "ü"],
  ["63e6b0b4", "水"],
  ["64f0908591", "𐅑"],
  ["80", []],
  ["83010203", [1, 2, 3]],
  ["8301820203820405", [1, [2, 3], [4, 5]]],
  [
    "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
    Array.from({ length: 25 }, (_, index) => index + 1),
  ],
  ["a0", {}],
  ["a26161016162820203", { a: 1, b: [2, 3] }],
  ["826161a161626163", ["a", { b: "c" }]],
  ["a56161614161626142616361436164614461656145", { a: "A", b: "B", c: "C", d: "D", e: "E" }],
];

// Read, though we write the same value otherwise.
const read: [string, number | bigint][] = [
  ["1bffffffffffffffff", 18446744073709551615n],
  ["3bffffffffffffffff", -18446744073709551616n],
  ["f90000", 0],
  ["f98000", -0],
  ["f93c00", 1],
  ["f93e00", 1.5],
  ["f97bff", 65504],
  ["fa47c35000", 100000],
  ["fa7f7fffff", 3.4028234663852886e38],
  ["f90001", 5.960464477539063e-8],
  ["f90400", 0.00006103515625],
  ["f9c400", -4],
  ["f97c00", Infinity],
  ["f97e00", NaN],
  ["f9fc00", -Infinity],
  ["fa7f800000", Infinity],
  ["fa7fc00000", NaN],
  ["faff800000", -Infinity],
];

const refused: [string, string][] = [
  ["f0", "simple(16)"],
  ["f8ff", "simple(255)"],
  ["c074323031332d30332d32315432303a30343a30305a", "a date as text"],
  ["d74401020304", "tag 23"],
  ["d818456449455446", "tag 24"],
  ["d82076687474703a2f2f7777772e6578616d706c652e636f6d", "tag 32"],
  ["a201020304", "integers as keys"],
  ["5f42010243030405ff", "bytes of indefinite length"],
  ["7f657374726561646d696e67ff", "text of indefinite length"],
  ["9fff", "an array of indefinite length"],
  ["9f018202039f0405ffff", "nested arrays of indefinite length"],
  ["83019f0203ff820405", "an inner array of indefinite length"],
  ["bf61610161629f0203ffff", "a map of indefinite length"],
  ["826161bf61626163ff", "an inner map of indefinite length"],
];

describe("RFC 8949, appendix A", () => {
  test.each(written)("%s is written and read", (digits, value) => {
    expect(toHex(cbor.encode(value))).toBe(digits);
    expect(cbor.decode(hex(digits))).toStrictEqual(value);
  });

  test.each(read)("%s is read", (digits, value) => {
    expect(cbor.decode(hex(digits))).toBe(value);
  });

  test.each(refused)("%s is refused: %s", (digits) => {
    expect(() => cbor.decode(hex(digits))).toThrow(/^malformed CBOR at byte \d+: /);
  });
});
