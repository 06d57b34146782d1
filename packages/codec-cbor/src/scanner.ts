import { Buffer } from "node:buffer";
import { limits, Scanner } from "@kstash/core/codec-kit";
import { ARRAY, BYTES, MAP, NEGATIVE, TAG, TEXT, UNSIGNED } from "./major-types.js";
import { toDate } from "./timestamp.js";

/** The most bytes of a bigint: the engine has none of more than 2^30 bits. */
const MAX_BIGNUM_BYTES = 2 ** 27;

/**
 * Checks that bytes are CBOR of the profile in WIRE.md. Of Dates, bigints and integers beyond the safe ones
 * it makes the values itself: cbor-x asks for tags whatever extensions the program has registered, takes
 * quadratic time for a bignum, and rounds Dates past the year 141,000.
 */
export class CborScanner extends Scanner {
  constructor(bytes: Uint8Array) {
    super(bytes, "CBOR");
  }

  /** Passes the head of a byte string. */
  bytesHead(): { headerLength: number; length: number } {
    const length = this.argument(this.uint8() & 31);
    return { headerLength: this.position, length };
  }

  protected value(): void {
    const start = this.position;
    const first = this.uint8();
    const info = first & 31;
    switch (first >> 5) {
      case UNSIGNED:
        if (info > 23 && this.argument(info) > Number.MAX_SAFE_INTEGER)
          this.replace(start, this.lastUint64());
        return;
      case NEGATIVE:
        if (info > 23 && this.argument(info) >= Number.MAX_SAFE_INTEGER)
          this.replace(start, ~this.lastUint64());
        return;
      case BYTES:
        this.binary(start, this.argument(info));
        // With its native part cbor-x reads no length of 8 bytes.
        if (info === 27) this.replace(start, this.bytes.slice(start + 9, this.position));
        return;
      case TEXT:
        return this.text(start, this.argument(info));
      case ARRAY:
        return this.array(start, this.argument(info));
      case MAP:
        return this.map(start, this.argument(info));
      case TAG:
        return this.tagged(start, this.argument(info));
      default:
        return this.simple(start, first);
    }
  }

  protected keyHead(): number {
    const first = this.uint8();
    if (first >> 5 !== TEXT) this.fail(this.position - 1, "a key that is no text");
    return this.argument(first & 31);
  }

  /** An item's argument, by its additional information; rounded beyond 2^53, where no length can be met. */
  private argument(info: number): number {
    if (info < 24) return info;
    if (info === 24) return this.uint8();
    if (info === 25) return this.uint16();
    if (info === 26) return this.uint32();
    if (info === 27) return this.uint32() * 0x100000000 + this.uint32();
    const what = info === 31 ? "an indefinite length" : "a reserved length";
    return this.fail(this.position - 1, `${what}, which is not read here`);
  }

  private lastUint64(): bigint {
    return this.viewOf(8).getBigUint64(0);
  }

  /** The last so many bytes. */
  private viewOf(length: number): DataView {
    const { buffer, byteOffset } = this.bytes;
    return new DataView(buffer, byteOffset + this.position - length, length);
  }

  private tagged(start: number, tag: number): void {
    this.spend(start, limits.BOXED_COST);
    if (tag === 1) return this.replace(start, this.date(start));
    if (tag === 2) return this.replace(start, this.bignum());
    if (tag === 3) return this.replace(start, ~this.bignum());
    this.fail(start, `tag ${tag}: only Dates (1) and bigints (2 and 3) are read`);
  }

  private date(start: number): Date {
    const seconds = this.position < this.end ? this.seconds() : undefined;
    const date = seconds === undefined ? undefined : toDate(seconds);
    return date ?? this.fail(start, "no time of a Date");
  }

  private seconds(): number | undefined {
    const first = this.uint8();
    if (first >> 5 === UNSIGNED) return this.argument(first & 31);
    if (first >> 5 === NEGATIVE) return -1 - this.argument(first & 31);
    if (first === 0xf9) return float16(this.uint16());
    if (first === 0xfa) return (this.take(4), this.viewOf(4).getFloat32(0));
    if (first === 0xfb) return (this.take(8), this.viewOf(8).getFloat64(0));
    return undefined;
  }

  private bignum(): bigint {
    const start = this.position;
    const first = this.uint8();
    if (first >> 5 !== BYTES) this.fail(start, "a bigint that is no byte string");
    const length = this.argument(first & 31);
    if (length > MAX_BIGNUM_BYTES)
      this.fail(start, `a bigint of more than ${MAX_BIGNUM_BYTES} bytes`);
    const from = this.take(length);
    const hex = Buffer.from(this.bytes.buffer, this.bytes.byteOffset + from, length).toString(
      "hex",
    );
    return BigInt(`0x0${hex}`);
  }

  private simple(start: number, first: number): void {
    // false, true, null, undefined; float16, float32, float64.
    if (first >= 0xf4 && first <= 0xf7) return;
    if (first === 0xf9) this.take(2);
    else if (first === 0xfa) this.take(4);
    else if (first === 0xfb) this.take(8);
    else this.fail(start, "a simple value other than false, true, null and undefined");
  }
}

/** The value of a half-precision float (RFC 8949 appendix D). */
function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (fraction + 1024) * 2 ** (exponent - 25);
}
