import { Reader } from "@kstash/core/codec-kit";
import * as formats from "./formats.js";

/** Reads MessagePack into the data model. */
export class Decoder extends Reader {
  protected readValue(): unknown {
    const { source } = this;
    const start = source.position;
    const first = source.byte();
    if (first < formats.FIXMAP) return first;
    if (first < formats.FIXARRAY) return this.readMap(start, first & 0x0f);
    if (first < formats.FIXSTR) return this.readArray(start, first & 0x0f);
    if (first < formats.NIL) return source.text(first & 0x1f);
    if (first >= formats.NEGATIVE_FIXINT) return first - 0x100;
    return this.readFormat(start, first);
  }

  private readFormat(start: number, first: number): unknown {
    const { source } = this;
    switch (first) {
      case formats.NIL:
        return null;
      case formats.FALSE:
        return false;
      case formats.TRUE:
        return true;
      case formats.BIN8:
        return this.readBytes(start, source.byte());
      case formats.BIN16:
        return this.readBytes(start, source.uint16());
      case formats.BIN32:
        return this.readBytes(start, source.uint32());
      case formats.FLOAT32:
        return source.float32();
      case formats.FLOAT64:
        return source.float64();
      case formats.STR8:
        return source.text(source.byte());
      case formats.STR16:
        return source.text(source.uint16());
      case formats.STR32:
        return source.text(source.uint32());
      case formats.ARRAY16:
        return this.readArray(start, source.uint16());
      case formats.ARRAY32:
        return this.readArray(start, source.uint32());
      case formats.MAP16:
        return this.readMap(start, source.uint16());
      case formats.MAP32:
        return this.readMap(start, source.uint32());
      default:
        return this.readInteger(start, first);
    }
  }

  private readInteger(start: number, first: number): number | bigint {
    const { source } = this;
    switch (first) {
      case formats.UINT8:
        return source.byte();
      case formats.UINT16:
        return source.uint16();
      case formats.UINT32:
        return source.uint32();
      case formats.UINT64:
        return this.readLarge(source.uint32(), source.uint32());
      case formats.INT8:
        return (source.byte() << 24) >> 24;
      case formats.INT16:
        return (source.uint16() << 16) >> 16;
      case formats.INT32:
        return source.uint32() | 0;
      case formats.INT64:
        return this.readLarge(source.uint32() | 0, source.uint32());
      default:
        return source.fail(start, "an extension type or an unused format, which are not read here");
    }
  }

  private readLarge(high: number, low: number): number | bigint {
    const value = high * 0x100000000 + low;
    return Number.isSafeInteger(value) ? value : (BigInt(high) << 32n) | BigInt(low);
  }

  protected readKey(): string {
    const { source } = this;
    const start = source.position;
    const first = source.byte();
    if (first >= formats.FIXSTR && first < formats.NIL) return source.key(first & 0x1f);
    if (first === formats.STR8) return source.key(source.byte());
    if (first === formats.STR16) return source.key(source.uint16());
    if (first === formats.STR32) return source.key(source.uint32());
    return source.fail(start, "a key that is no text");
  }
}
