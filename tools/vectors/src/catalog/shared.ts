import type { Json } from "../escapes.js";

/** A value of the data model, and what is shown by it. */
export type Sample = readonly [title: string, data: Json];

const numbers: readonly [string, readonly number[]][] = [
  ["the smallest integers", [0, 1, 10, 23, 24, 31, 32]],
  ["around 8 bits", [127, 128, 255, 256]],
  ["around 16 bits", [32767, 32768, 65535, 65536]],
  ["around 32 bits", [2147483647, 2147483648, 4294967295, 4294967296]],
  ["a time in milliseconds", [1500000000000]],
  ["the largest safe integer", [Number.MAX_SAFE_INTEGER]],
  ["the negative integers next to 0", [-1, -16, -17, -24, -25, -32, -33]],
  ["around -8 bits", [-127, -128, -129, -256, -257]],
  ["around -16 bits", [-32768, -32769, -65536, -65537]],
  ["around -32 bits", [-2147483648, -2147483649, -4294967296, -4294967297]],
  ["the smallest safe integer", [Number.MIN_SAFE_INTEGER]],
  ["a fraction", [0.5, -0.25, 1.1, 7.99, Math.PI]],
  ["what a half or single precision float would hold", [1.5, 65504.5, 16777216.5]],
  ["the ends of float64", [5e-324, 2.2250738585072014e-308, 1.7976931348623157e308]],
];

const keys = (count: number) => ({ $repeat: { key: "k", item: null, times: count } });

/** What both codecs write, small enough to be written out. */
export const shared: readonly Sample[] = [
  ["null", null],
  ["false", false],
  ["true", true],
  ...numbers.flatMap(([title, all]) => all.map((value): Sample => [title, value])),
  ...["9007199254740992", "-9007199254740992", "1e300"].map((digits): Sample => [
    "a float64 without a fraction, beyond the safe integers",
    { $number: digits },
  ]),
  ["negative zero, which is stored as 0", { $number: "-0" }],
  ["NaN, whose bits are always the same", { $number: "NaN" }],
  ["infinity", { $number: "Infinity" }],
  ["infinity", { $number: "-Infinity" }],
  ["a bigint next to the safe integers", { $bigint: "9007199254740992" }],
  ["a bigint next to the safe integers", { $bigint: "-9007199254740992" }],
  ["the largest signed 64-bit integer", { $bigint: "9223372036854775807" }],
  ["beyond the signed 64-bit integers", { $bigint: "9223372036854775808" }],
  ["the largest unsigned 64-bit integer", { $bigint: "18446744073709551615" }],
  ["the smallest signed 64-bit integer", { $bigint: "-9223372036854775808" }],
  ["no text", ""],
  ["a letter", "a"],
  ["control characters", "\u0000\n\u007f"],
  ["two bytes a character", "ü"],
  ["three bytes a character", "水"],
  ["four bytes a character", "🎵"],
  ["not normalised: a letter and its accent", "e\u0301"],
  ["U+FFFD and U+FEFF are characters as others are", "\ufeff\ufffd"],
  ...[23, 24, 31, 32, 255, 256].map((times): Sample => [
    `text of ${times} bytes`,
    { $repeat: { text: "x", times } },
  ]),
  ["12 characters of 2 bytes: the length counts bytes", { $repeat: { text: "ü", times: 12 } }],
  ["16 characters of 2 bytes: the length counts bytes", { $repeat: { text: "ü", times: 16 } }],
  ["no bytes", { $bytes: "" }],
  ["every kind of byte", { $bytes: "AAF/gP8=" }],
  ...[23, 24, 255, 256].map((times): Sample => [`${times} bytes`, { $repeat: { byte: 0, times } }]),
  ["no items", []],
  ["arrays in arrays", [1, [2, [3, []]]]],
  ...[15, 16, 23, 24, 255, 256].map((times): Sample => [
    `${times} items`,
    { $repeat: { item: 0, times } },
  ]),
  ["no keys", {}],
  ["an object in an object", { a: { b: { c: null } } }],
  ...[15, 16, 23, 24, 255, 256].map((count): Sample => [`${count} keys`, keys(count)]),
  ["keys that look like numbers", { "9": 1, "10": 2, "-1": 3, "01": 4 }],
  ["names that every JavaScript object inherits", { constructor: 1, toString: 2, valueOf: 3 }],
  ["an empty key", { "": 0 }],
  ["a key that looks like an escape", { $object: { $bytes: { $object: { $: 1 } } } }],
  ["one key order", { b: 1, a: 2, aa: 3 }],
  ["another key order of the same object", { aa: 3, a: 2, b: 1 }],
  ["keys in UTF-8 and in UTF-16 sort differently", { "\ue000": 1, "\u{1d11e}": 2, ü: 3, z: 4 }],
  [
    "all kinds in one",
    { text: "ü", list: [null, true, -1, 0.5], bin: { $bytes: "AQI=" }, nested: { none: {} } },
  ],
  ["500 levels, the deepest", { $repeat: { nest: 0, times: 500 } }],
];

/** What both codecs write, too long to be written out. */
export const large: readonly Sample[] = [65535, 65536].flatMap((times): Sample[] => [
  [`text of ${times} bytes`, { $repeat: { text: "x", times } }],
  [`${times} bytes`, { $repeat: { byte: 48, times } }],
  [`${times} items`, { $repeat: { item: 0, times } }],
  [`${times} keys`, keys(times)],
]);
