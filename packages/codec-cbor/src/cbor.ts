import type { Codec } from "@kstash/core";
import { codecOf } from "@kstash/core/codec-kit";
import { format } from "./format.js";

/**
 * Deterministic CBOR (RFC 8949 section 4.2.1), written and read by cbor-x: equal data, equal bytes, whatever
 * the order of keys. Any CBOR library reads it.
 *
 * It takes null, undefined, booleans, numbers, bigints, well-formed strings, valid Dates, bytes
 * (`Uint8Array`, `Buffer`, `ArrayBuffer`; they come back as a `Uint8Array`), dense arrays and plain
 * objects, nested up to 500 deep. `encode` throws `InvalidData` for all else, `decode` throws
 * `StashCorrupted` for bytes that are none of it.
 *
 * A number that is a safe integer is a CBOR integer, every other a float64; -0 is stored as 0. A bigint is a
 * bignum (tags 2 and 3): so `5` comes back as `5`, and `5n` as `5n`. A Date is tag 1, exact to the
 * millisecond.
 */
export const cbor: Codec = Object.freeze({
  name: "cbor",
  contentType: "application/cbor",
  ...codecOf(format),
});
