import { limits, Reader } from "@kstash/core/codec-kit";
import { readArgument } from "./argument.js";
import { fromBytes, MAX_BIGNUM_BYTES } from "./bignum.js";
import { fromFloat16 } from "./float16.js";
import * as cbor from "./head.js";
import { toDate } from "./timestamp.js";

/** Reads CBOR into the data model. */
export class Decoder extends Reader {
  protected readValue(): unknown {
    const { source } = this;
    const start = source.position;
    const first = source.byte();
    const info = first & 0x1f;
    switch (first & 0xe0) {
      case cbor.UNSIGNED:
        return info < 24 ? info : this.readUnsigned(info);
      case cbor.NEGATIVE:
        return info < 24 ? -1 - info : this.readNegative(info);
      case cbor.BYTES:
        return this.readBytes(start, readArgument(source, info));
      case cbor.TEXT:
        return source.text(readArgument(source, info));
      case cbor.ARRAY:
        return this.readArray(start, readArgument(source, info));
      case cbor.MAP:
        return this.readMap(start, readArgument(source, info));
      case cbor.TAG:
        source.spend(start, limits.BOXED_COST);
        return this.readTagged(start, readArgument(source, info));
      default:
        return this.readSimple(start, first);
    }
  }

  private readUnsigned(info: number): number | bigint {
    const value = readArgument(this.source, info);
    return value <= Number.MAX_SAFE_INTEGER ? value : this.readAgain();
  }

  private readNegative(info: number): number | bigint {
    const value = -1 - readArgument(this.source, info);
    return value >= Number.MIN_SAFE_INTEGER ? value : ~this.readAgain();
  }

  // The last eight bytes, exactly.
  private readAgain(): bigint {
    this.source.position -= 8;
    return (BigInt(this.source.uint32()) << 32n) | BigInt(this.source.uint32());
  }

  protected readKey(): string {
    const { source } = this;
    const start = source.position;
    const first = source.byte();
    if ((first & 0xe0) !== cbor.TEXT) source.fail(start, "a key that is no text");
    return source.key(readArgument(source, first & 0x1f));
  }

  private readTagged(start: number, tag: number): Date | bigint {
    switch (tag) {
      case cbor.EPOCH:
        return this.readDate(start);
      case cbor.POSITIVE_BIGNUM:
        return this.readBignum(start);
      case cbor.NEGATIVE_BIGNUM:
        return ~this.readBignum(start);
      default:
        return this.source.fail(start, `tag ${tag}: only Dates (1) and bigints (2 and 3) are read`);
    }
  }

  private readDate(start: number): Date {
    const { source } = this;
    const major = (source.bytes[source.position] ?? cbor.TAG) & 0xe0;
    const isNumber = major === cbor.UNSIGNED || major === cbor.NEGATIVE || major === cbor.SIMPLE;
    const seconds = isNumber ? this.readValue() : undefined;
    const isDate = typeof seconds === "number" || typeof seconds === "bigint";
    return (
      (isDate ? toDate(Number(seconds)) : undefined) ?? source.fail(start, "no time of a Date")
    );
  }

  private readBignum(start: number): bigint {
    const { source } = this;
    const first = source.byte();
    if ((first & 0xe0) !== cbor.BYTES) source.fail(start, "a bigint that is no byte string");
    const length = readArgument(source, first & 0x1f);
    if (length > MAX_BIGNUM_BYTES)
      source.fail(start, `a bigint of more than ${MAX_BIGNUM_BYTES} bytes`);
    const from = source.take(length);
    return fromBytes(source.bytes.subarray(from, source.position));
  }

  private readSimple(start: number, first: number): unknown {
    const { source } = this;
    switch (first) {
      case cbor.FALSE:
        return false;
      case cbor.TRUE:
        return true;
      case cbor.NULL:
        return null;
      case cbor.UNDEFINED:
        return undefined;
      case cbor.FLOAT16:
        return fromFloat16(source.uint16());
      case cbor.FLOAT32:
        return source.float32();
      case cbor.FLOAT64:
        return source.float64();
      default:
        return source.fail(start, "a simple value other than false, true, null and undefined");
    }
  }
}
