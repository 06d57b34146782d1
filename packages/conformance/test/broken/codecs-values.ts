import { type BrokenCodecs, bytesOf, changing, isPlain, text } from "./broken-codec.js";
import { taggedJson as correct } from "../reference/tagged-json.js";

/** They change data on its way. */
export const values: BrokenCodecs = {
  "writes NaN as null, as JSON does": {
    codec: changing({
      encode: (value) => (typeof value === "number" && !Number.isFinite(value) ? null : value),
    }),
    fails: {
      "NaN and the infinities come back, or are refused": text(
        "^what comes out equals what went in, or encode refuses it: NaN came back as something else$",
      ),
    },
  },
  "writes Dates as text": {
    codec: changing({
      encode: (value) =>
        value instanceof Date && !Number.isNaN(Number(value)) ? value.toJSON() : value,
    }),
    fails: {
      "Dates come back to the millisecond, or are refused": text(
        "the Date of 0 ms came back as something else$",
      ),
    },
  },
  "cuts Dates to seconds": {
    codec: changing({
      decode: (value) =>
        value instanceof Date ? new Date(Math.floor(Number(value) / 1000) * 1000) : value,
    }),
    fails: {
      "Dates come back to the millisecond, or are refused": text(
        "the Date of 1 ms came back as something else$",
      ),
    },
  },
  "gives bigints as numbers": {
    codec: changing({ decode: (value) => (typeof value === "bigint" ? Number(value) : value) }),
    fails: {
      "bigints come back as bigints, or are refused": text(
        "the bigint 0 came back as something else$",
      ),
    },
  },
  "gives bytes as Buffers": {
    codec: changing({
      decode: (value) => (value instanceof Uint8Array ? Buffer.from(value) : value),
    }),
    fails: {
      "bytes come back as a Uint8Array, or are refused": text(
        "0 bytes came back as something else$",
      ),
      "what decode returns does not alias the bytes": text("^decode copies: "),
    },
  },
  "cuts integers to 32 bits": {
    codec: changing({
      encode: (value) => (Number.isSafeInteger(value) ? (value as number) | 0 : value),
    }),
    fails: {
      "integers come back, also beyond 32 bits": text("2147483648 came back as something else$"),
    },
  },
  "keeps -0": {
    codec: {
      ...correct,
      encode: (data) => (Object.is(data, -0) ? bytesOf("-0") : correct.encode(data)),
    },
    fails: { "-0 comes back as 0": text("-0 \\(stored as 0\\) came back as something else$") },
  },
  "drops keys whose value is undefined": {
    codec: changing({
      encode: (value) =>
        isPlain(value) && "a" in value && value["a"] === undefined ? { b: value["b"] } : value,
    }),
    fails: {
      "undefined comes back, or is refused, and no key is dropped": text(
        "an object with an undefined value came back as something else$",
      ),
    },
  },
  "strips a byte order mark": {
    codec: changing({
      decode: (value) => (typeof value === "string" ? value.replace(/^\ufeff/, "") : value),
    }),
    fails: {
      "strings in every script come back, including a leading byte order mark": text(
        'the string "\ufeffmark" came back as something else$',
      ),
      "keys of every kind come back": text('the key "\ufeff" came back as something else$'),
    },
  },
  "writes booleans as numbers": {
    codec: changing({
      encode: (value) => (typeof value === "boolean" ? Number(value) : value),
    }),
    fails: {
      "null and booleans come back": text("true came back as something else$"),
      "arrays and plain objects come back": text(
        "an array of many kinds came back as something else$",
      ),
    },
  },
  "rounds numbers to single precision": {
    codec: changing({
      encode: (value) =>
        typeof value === "number" && !Number.isInteger(value) ? Math.fround(value) : value,
    }),
    fails: {
      "numbers with a fraction, and large ones, come back to the last bit": text(
        "the number 0.1 came back as something else$",
      ),
    },
  },
  "gives empty objects as empty arrays": {
    codec: changing({
      decode: (value) => (isPlain(value) && Object.keys(value).length === 0 ? [] : value),
    }),
    fails: {
      "arrays and plain objects come back": text(
        "empty arrays and objects came back as something else$",
      ),
    },
  },
};
