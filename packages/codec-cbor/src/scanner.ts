import { toHex } from "#platform";
import { BOXED_COST, Scanner } from "@kstash/core/codec-kit";

// The major types (RFC 8949 section 3.1): the three high bits of a head. The five low bits are the
// additional information.
const [UNSIGNED, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG] = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** The most bytes of a bigint: the engine has none of more than 2^30 bits. */
const MAX_BIGNUM_BYTES = 2 ** 27;
/** The latest and, negative, the earliest time of a Date, in milliseconds since 1970. */
const MAX_TIME = 8.64e15;

/** Eight bytes that become a number, whatever their alignment in the payload. */
const eight = new DataView(new ArrayBuffer(8));

/**
 * Checks that bytes are CBOR of the profile in WIRE.md. Tags are not for cbor-x to read: it asks whatever
 * extensions the program has registered for them, takes quadratic time for a bignum, and rounds Dates past
 * the year 141,000.
 */
export class CborScanner extends Scanner {
  constructor(bytes: Uint8Array) {
    super(bytes, "CBOR", 0x60);
  }

  bytesLength(): number | undefined {
    const first = this.bytes[0] ?? 0;
    if (first >> 5 !== BYTES || (first & 31) > 27) return undefined;
    return this.argument(this.uint8() & 31);
  }

  protected value(): void {
    const start = this.position;
    const first = this.uint8();
    const info = first & 31;
    switch (first >> 5) {
      case UNSIGNED:
        if (info > 23 && this.argument(info) > Number.MAX_SAFE_INTEGER)
          this.replace(start, this.bigintAfter(start + 1));
        return;
      case NEGATIVE:
        if (info > 23 && this.argument(info) >= Number.MAX_SAFE_INTEGER)
          this.replace(start, ~this.bigintAfter(start + 1));
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
        this.spend(start, BOXED_COST);
        return this.replace(start, this.tagged(start, this.argument(info)));
      default:
        return this.simple(start, first);
    }
  }

  protected keyLength(): number {
    const first = this.uint8();
    if (first >> 5 !== TEXT) this.fail(this.position - 1, "a key that is no text");
    return this.argument(first & 31);
  }

  /** An argument, by the additional information; rounded beyond 2^53, where no length can be met. */
  private argument(info: number): number {
    if (info < 24) return info;
    if (info === 24) return this.uint8();
    if (info === 25) return this.uint16();
    if (info === 26) return this.uint32();
    if (info === 27) return this.uint32() * 0x100000000 + this.uint32();
    const what = info === 31 ? "an indefinite length" : "a reserved length";
    return this.fail(this.position - 1, `${what}, which is not read here`);
  }

  /** The bigint of the bytes from there on, in linear time. */
  private bigintAfter(from: number): bigint {
    return BigInt(`0x0${toHex(this.bytes, from, this.position)}`);
  }

  private tagged(start: number, tag: number): Date | bigint {
    if (tag === 1) return this.date(start);
    if (tag === 2) return this.bignum();
    if (tag === 3) return ~this.bignum();
    return this.fail(start, `tag ${tag}: only Dates (1) and bigints (2 and 3) are read`);
  }

  private bignum(): bigint {
    const start = this.position;
    const first = this.uint8();
    if (first >> 5 !== BYTES) this.fail(start, "a bigint that is no byte string");
    const length = this.argument(first & 31);
    if (length > MAX_BIGNUM_BYTES)
      this.fail(start, `a bigint of more than ${MAX_BIGNUM_BYTES} bytes`);
    return this.bigintAfter(this.take(length));
  }

  private date(start: number): Date {
    const seconds = this.position < this.end ? this.seconds() : undefined;
    return toDate(seconds) ?? this.fail(start, "no time of a Date");
  }

  private seconds(): number | undefined {
    const first = this.uint8();
    if (first >> 5 === UNSIGNED) return this.argument(first & 31);
    if (first >> 5 === NEGATIVE) return -1 - this.argument(first & 31);
    if (first === 0xf9) return float16(this.uint16());
    if (first !== 0xfa && first !== 0xfb) return undefined;
    eight.setUint32(0, this.uint32());
    if (first === 0xfa) return eight.getFloat32(0);
    eight.setUint32(4, this.uint32());
    return eight.getFloat64(0);
  }

  private simple(start: number, first: number): void {
    if (first === 0xfb) this.take(8);
    else if (first === 0xfa) this.take(4);
    else if (first === 0xf9) this.take(2);
    else if (first < 0xf4 || first > 0xf7)
      this.fail(start, "a simple value other than false, true, null and undefined");
  }
}

/** The value of a half-precision float (RFC 8949 appendix D). */
function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0
    ? sign * fraction * 2 ** -24
    : sign * (fraction + 1024) * 2 ** (exponent - 25);
}

/** The Date of so many seconds, to the nearest millisecond; `undefined`, if there is none. */
export function toDate(seconds: number | undefined): Date | undefined {
  if (seconds === undefined) return undefined;
  let time = Math.round(seconds * 1000);
  // Past the year 141,000 the product may be rounded to a neighbour of what was written.
  if ((time - 1) / 1000 === seconds) time--;
  if ((time + 1) / 1000 === seconds) time++;
  return Math.abs(time) <= MAX_TIME ? new Date(time) : undefined;
}
