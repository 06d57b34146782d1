import type { Duties } from "../case.js";
import type { CodecStage } from "../codec-stage.js";
import { bytesOf } from "../payload.js";

const SAFE = Number.MAX_SAFE_INTEGER;
const INTEGERS = [0, 1, 23, 24, 127, 128, 255, 256, 32_767, 32_768, 65_535, 65_536]
  .concat([2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 1_700_000_000_000, 2 ** 48, SAFE])
  .flatMap((value) => [value, -value - 1]);
const FLOATS = [
  0.1,
  -0.25,
  1.5,
  1 / 3,
  3.4e38,
  1e300,
  5e-324,
  2 ** 53,
  2 ** 63,
  2 ** 64,
  -(2 ** 70),
];
const BIGINTS = [0n, 1n, -1n, 2n ** 53n, 2n ** 63n - 1n, 2n ** 63n, -(2n ** 63n), 2n ** 64n - 1n]
  .concat([2n ** 64n, -(2n ** 64n), 2n ** 200n])
  .concat([BigInt(SAFE), -BigInt(SAFE)]);
const TEXTS = [
  "",
  "a",
  "é",
  "e\u0301",
  "名前",
  "👩‍👩‍👧‍👦",
  "\u{10ffff}",
  "\u0000",
  "a\r\nb\u007f",
  "\u2028",
]
  .concat(["\ufeffmark", "\ufffd", "\\\"'", "null", "<|&>"])
  .concat([31, 32, 255, 256, 65_535, 65_536].map((length) => "x".repeat(length)))
  .concat("ü".repeat(40_000));
const KEYS = ["", "a", "é", "10", "9", "a.b", "constructor", "toString", "hasOwnProperty", "length"]
  .concat(["then", "toJSON", "valueOf", "prototype", "\ufeff", "👩", " ", "$", "type", "data"])
  .concat("k".repeat(300));
const DATES = [0, 1, -1, 1_700_000_000_000, 1_700_000_000_123, -8.64e15, 8.64e15, 951_782_399_999];

/** What goes in comes out equal. */
export const values: Duties<CodecStage> = {
  "null and booleans come back": async (stage) => {
    for (const value of [null, true, false]) stage.comesBack(value, String(value));
  },
  "integers come back, also beyond 32 bits": async (stage) => {
    for (const value of INTEGERS.filter(Number.isSafeInteger)) stage.comesBack(value, `${value}`);
  },
  "numbers with a fraction, and large ones, come back to the last bit": async (stage) => {
    for (const value of FLOATS) stage.comesBack(value, `the number ${value}`);
  },
  "-0 comes back as 0": async (stage) => {
    stage.comesBack(-0, "-0 (stored as 0)", 0);
    stage.comesBack({ a: [-0] }, "-0 in an object (stored as 0)", { a: [0] });
  },
  "strings in every script come back, including a leading byte order mark": async (stage) => {
    for (const text of TEXTS)
      stage.comesBack(text, `the string ${JSON.stringify(text.slice(0, 20))}`);
  },
  "arrays and plain objects come back": async (stage) => {
    const empty = { array: [], object: {}, text: "", nested: [[], [[]], {}, [{}]] };
    stage.comesBack(empty, "empty arrays and objects");
    stage.comesBack([1, "a", null, [true, { b: [2] }]], "an array of many kinds");
    stage.comesBack({ a: { b: { c: [1, { d: null }] } } }, "objects in objects");
    for (const length of [15, 16, 23, 24, 255, 256, 65_536]) {
      stage.comesBack(
        Array.from({ length }, () => 7),
        `an array of ${length} items`,
      );
    }
    const wide = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`key${i}`, i]));
    stage.comesBack(wide, "an object of 300 keys");
  },
  "keys of every kind come back": async (stage) => {
    for (const key of KEYS) {
      stage.comesBack({ [key]: key }, `an object with the key ${JSON.stringify(key.slice(0, 20))}`);
    }
    stage.comesBack(Object.fromEntries(KEYS.map((key) => [key, 1])), "an object with all of them");
  },
  "undefined comes back, or is refused, and no key is dropped": async (stage) => {
    stage.comesBackOrIsRefused(undefined, "undefined");
    stage.comesBackOrIsRefused({ a: undefined, b: 1 }, "an object with an undefined value");
    stage.comesBackOrIsRefused([undefined, 1], "an array with undefined in it");
  },
  "NaN and the infinities come back, or are refused": async (stage) => {
    for (const value of [Number.NaN, Infinity, -Infinity]) {
      stage.comesBackOrIsRefused(value, String(value));
      stage.comesBackOrIsRefused({ a: [value] }, `${value} in an object`);
    }
  },
  "bigints come back as bigints, or are refused": async (stage) => {
    for (const value of BIGINTS) stage.comesBackOrIsRefused(value, `the bigint ${value}`);
  },
  "Dates come back to the millisecond, or are refused": async (stage) => {
    for (const time of DATES) {
      stage.comesBackOrIsRefused(new Date(time), `the Date of ${time} ms`);
    }
    stage.comesBackOrIsRefused({ at: new Date(1) }, "a Date in an object");
  },
  "bytes come back as a Uint8Array, or are refused": async (stage) => {
    for (const length of [0, 1, 23, 24, 255, 256, 65_536]) {
      stage.comesBackOrIsRefused(bytesOf(length), `${length} bytes`);
    }
    const view = bytesOf(64).subarray(8, 24);
    stage.comesBackOrIsRefused({ view }, "a view of a part of a buffer");
  },
  "nesting to a depth of 400 comes back": async (stage) => {
    stage.comesBack(nested(400), "arrays and objects nested 400 deep");
  },
};

/** Arrays and objects in turn. */
export function nested(depth: number): unknown {
  let data: unknown = 1;
  for (let level = 0; level < depth; level += 1) data = level % 2 === 0 ? [data] : { a: data };
  return data;
}
