import { fromHex } from "#platform";
import { type Format, INVALID_DATE, nextValue, Shapes } from "@kstash/core/codec-kit";
// Its entry "cbor-x" would load an addon as well, which ends the process in Bun and Deno where npm has compiled
// it. The addon reads text, and nothing else: 2 MB of short strings in 10 to 20 ms instead of 15 to 30 (Node 20 to 26).
import { Decoder } from "cbor-x/decode";
import { addExtension, Encoder } from "cbor-x/encode";
import { sortKeys } from "./key-order.js";
import { CborScanner } from "./scanner.js";

/** Major types (RFC 8949 section 3.1), as they stand in a head. */
const [BYTES, ARRAY] = [0x40, 0x80];

/** A tagged value. */
class Tagged {
  readonly value: unknown;
  readonly tag: number;

  constructor(value: unknown, tag: number) {
    this.value = value;
    this.tag = tag;
  }
}

// An extension writes every instance of its class, and a program may register one for any class. What is an
// instance of nothing else is written by this one alone.
Object.setPrototypeOf(Tagged.prototype, null);
addExtension({
  Class: Tagged,
  getTag: ({ tag }: Tagged) => tag,
  encode: ({ value }: Tagged, encode: (value: unknown) => void) => encode(value),
} as never);

// Some of these options and methods are missing from the library's types.
const writing = { useRecords: false, variableMapSize: true, useTag259ForMaps: false };
const reading = {
  useRecords: false,
  int64AsNumber: true,
  copyBuffers: true,
  // What simple values stand for (draft-ietf-cbor-packed): the first of them, each time, for the next value.
  sharedValues: {
    get 0() {
      return nextValue();
    },
  },
};

/** Deterministic CBOR (RFC 8949 section 4.2.1), but for its floats. */
export const format: Format = {
  library: "cbor-x",
  writer: new Encoder(writing) as unknown as Format["writer"],
  toObjects: new Decoder({ ...reading, mapsAsObjects: true } as object),
  toMaps: new Decoder({ ...reading, mapsAsObjects: false } as object),
  placeholder: Uint8Array.of(0xe0),
  shapes: new Shapes(sortKeys),
  scanner: (bytes) => new CborScanner(bytes),
  bytesHeader: (length) => head(BYTES, length),
  arrayHeader: (length) => head(ARRAY, length),
  undefined: () => undefined,
  number,
  // A bignum (RFC 8949 section 3.4.3), whatever its size: as an integer, 5n would come back as 5. -1 - n of a
  // negative n, which is what CBOR stores, is ~n in two's complement.
  bigint(value) {
    const argument = value < 0n ? ~value : value;
    const hex = argument === 0n ? "" : argument.toString(16);
    const bytes = fromHex(hex.length % 2 === 0 ? hex : `0${hex}`);
    return new Tagged(byteString(bytes), value < 0n ? 3 : 2);
  },
  bytes: byteString,
  // Seconds since 1970: a float64 tells every millisecond up to both ends of Date.
  date(time, refuse) {
    return Number.isNaN(time) ? refuse(INVALID_DATE) : new Tagged(number(time / 1000), 1);
  },
};

/** cbor-x writes integers of 32 bits as such, all others as floats: those have to be bigints. */
function number(value: number): number | bigint {
  if (value <= 0xffffffff && value >= -0x100000000) return value;
  if (Number.isSafeInteger(value)) return BigInt(value);
  return value === value ? value : NaN;
}

/** What cbor-x takes for a DataView, and writes as it is: as an instance of nothing, no extension claims it. */
function byteString({ buffer, byteOffset, length }: Uint8Array): object {
  return { __proto__: null, constructor: DataView, buffer, byteOffset, byteLength: length };
}

/** The head of a byte string or an array of that length. */
function head(majorType: number, length: number): Uint8Array {
  if (length < 24) return Uint8Array.of(majorType | length);
  const size = length < 0x100 ? 1 : length < 0x10000 ? 2 : length < 0x100000000 ? 4 : 8;
  const view = new DataView(new ArrayBuffer(9));
  view.setBigUint64(1, BigInt(length));
  // The additional information 24 to 27 stands for an argument of 1, 2, 4 or 8 bytes.
  view.setUint8(8 - size, majorType | (24 + Math.log2(size)));
  return new Uint8Array(view.buffer.slice(8 - size));
}
