import { Buffer } from "node:buffer";
import { INVALID_DATE, Shapes, Walker } from "@kstash/core/codec-kit";
import { addExtension, Encoder } from "cbor-x";
import { bytesHeader } from "./bytes-header.js";
import { sortKeys } from "./key-order.js";
import { CborScanner } from "./scanner.js";

/** cbor-x's memory, beyond this many bytes, is given back once a payload was written. */
const MOST_KEPT = 1024 * 1024;

/** A tagged value, as cbor-x's own `Tag`. */
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

const library = new Encoder({
  useRecords: false,
  variableMapSize: true,
  useTag259ForMaps: false,
} as object) as unknown as {
  encode(value: unknown): Uint8Array;
  useBuffer(buffer: Uint8Array): void;
};

const shapes = new Shapes(sortKeys);

/** Has cbor-x write the data model as deterministic CBOR (RFC 8949 section 4.2.1, but for its floats). */
export class CborWalker extends Walker {
  constructor() {
    super(shapes);
  }

  protected write(prepared: unknown): Uint8Array {
    const bytes = library.encode(prepared);
    if (bytes.buffer.byteLength > MOST_KEPT) library.useBuffer(Buffer.allocUnsafeSlow(8192));
    return bytes;
  }

  protected header(length: number): Uint8Array {
    return bytesHeader(length);
  }

  protected scanner(bytes: Uint8Array): CborScanner {
    return new CborScanner(bytes);
  }

  protected undefined(): undefined {
    return undefined;
  }

  protected number(value: number): number | bigint {
    // What cbor-x writes as an integer by itself, and what lies between.
    if (value <= 0xffffffff && value >= -0x100000000) return value;
    if (Number.isSafeInteger(value)) return BigInt(value);
    return value === value ? value : NaN;
  }

  /** A bignum (RFC 8949 section 3.4.3), whatever its size: as an integer, 5n would come back as 5. */
  protected bigint(value: bigint): Tagged {
    // -1 - n of a negative n, which is what CBOR stores, is ~n in two's complement.
    const argument = value < 0n ? ~value : value;
    const hex = argument === 0n ? "" : argument.toString(16);
    const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
    return new Tagged(this.bytes(bytes), value < 0n ? 3 : 2);
  }

  /**
   * What cbor-x takes for a DataView, which it writes as a byte string. As an instance of nothing it is
   * claimed by no extension either.
   */
  protected bytes({ buffer, byteOffset, length }: Uint8Array): object {
    return { __proto__: null, constructor: DataView, buffer, byteOffset, byteLength: length };
  }

  /** Seconds since 1970 (RFC 8949 section 3.4.2): a float64 tells every millisecond up to both ends of Date. */
  protected date(time: number): Tagged {
    if (Number.isNaN(time)) this.refuse(INVALID_DATE);
    return new Tagged(this.number(time / 1000), 1);
  }
}
