import type { Codec } from "@kstash/core";
import { Source, Words } from "@kstash/core/codec-kit";
import { bytesHeader, readBytesHeader } from "./bytes-header.js";
import { Decoder } from "./decoder.js";
import { Encoder } from "./encoder.js";

// Made on first use and kept, for the memory they hold. An encoder that a getter in the data calls
// again is busy, and takes another.
let idle: Encoder | undefined;
let words: Words | undefined;

/**
 * Deterministic CBOR (RFC 8949 §4.2.1): equal data, equal bytes, whatever the order of keys. Any CBOR
 * library reads it.
 *
 * It takes null, undefined, booleans, numbers, bigints, well-formed strings, valid Dates, bytes
 * (`Uint8Array`, `Buffer`, `ArrayBuffer`; they come back as a `Uint8Array`), dense arrays and plain
 * objects, nested up to 500 deep. `encode` throws `InvalidData` for all else, `decode` throws
 * `StashCorrupted` for bytes that are none of it.
 *
 * A number that is a safe integer is a CBOR integer, every other a float64; -0 is stored as 0. A bigint
 * is a CBOR integer beyond the safe ones and within 64 bits, and a bignum (tags 2 and 3) elsewhere: so
 * `5` comes back as `5`, and `5n` as `5n`. A Date is tag 1, exact to the millisecond.
 */
export const cbor: Codec = Object.freeze({
  name: "cbor",
  contentType: "application/cbor",

  encode(data: unknown): Uint8Array {
    const encoder = idle ?? new Encoder();
    idle = undefined;
    try {
      return encoder.encode(data);
    } finally {
      idle = encoder;
    }
  },

  decode(bytes: Uint8Array): unknown {
    return new Decoder(new Source(bytes, "CBOR", (words ??= new Words()))).decode();
  },

  bytesHeader,
  readBytesHeader,
});
