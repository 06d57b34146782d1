import type { Json } from "../escapes.js";

/** Data that is refused, and where it stands. */
export type RefusedData = readonly [title: string, data: Json, path: string];

const unsupported = [
  "function",
  "symbol",
  "Map",
  "Set",
  "Int16Array",
  "class instance",
  "boxed number",
];

/** What neither codec takes. */
export const refusedData: readonly RefusedData[] = [
  ...unsupported.map((what): RefusedData => [
    what,
    { user: [{ $unsupported: what }] },
    "data.user[0]",
  ]),
  ["an array with a hole", { $unsupported: "hole" }, "data[1]"],
  ["an array that contains itself", { $unsupported: "cycle" }, "data[0]"],
  ["a lone surrogate", { text: "\ud800" }, "data.text"],
  ["a lone surrogate in the middle", ["a\udc00b"], "data[0]"],
  ["a key with a lone surrogate", { "\ud800": 1 }, 'data["\\ud800"]'],
  ["a key __proto__", JSON.parse('{"a":{"__proto__":1}}') as Json, "data.a.__proto__"],
  ["501 levels", { $repeat: { nest: 0, times: 501 } }, `data${"[0]".repeat(500)}`],
];

/** What CBOR refuses besides. */
export const cborRefusedData: readonly RefusedData[] = [
  ["an invalid Date", { at: { $date: null } }, "data.at"],
];

/** What MessagePack refuses besides. */
export const msgpackRefusedData: readonly RefusedData[] = [
  ["undefined", { a: { $undefined: true } }, "data.a"],
  ["a Date", { at: { $date: 0 } }, "data.at"],
  ["a bigint that would come back as a number", [{ $bigint: "5" }], "data[0]"],
  ["the largest bigint of those", [{ $bigint: "9007199254740991" }], "data[0]"],
  ["the smallest bigint of those", [{ $bigint: "-9007199254740991" }], "data[0]"],
  ["a bigint beyond 64 bits", { n: { $bigint: "18446744073709551616" } }, "data.n"],
  ["a bigint beyond 64 bits", { n: { $bigint: "-9223372036854775809" } }, "data.n"],
];
