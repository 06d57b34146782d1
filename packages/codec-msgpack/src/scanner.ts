import { limits, Scanner } from "@kstash/core/codec-kit";
import * as formats from "./formats.js";

/** How many bytes follow the first byte of the formats without content, from float 32 to int 64. */
const SIZES = [4, 8, 1, 2, 4, 8, 1, 2, 4, 8];

/** Checks that bytes are MessagePack of the profile in WIRE.md. */
export class MsgpackScanner extends Scanner {
  constructor(bytes: Uint8Array) {
    super(bytes, "MessagePack");
  }

  /** Passes the head of a byte string. */
  bytesHead(): { headerLength: number; length: number } {
    const length = this.length(this.uint8() - formats.BIN8);
    return { headerLength: this.position, length };
  }

  protected value(): void {
    const start = this.position;
    const first = this.uint8();
    if (first < formats.FIXMAP || first >= formats.NEGATIVE_FIXINT) return;
    if (first < formats.FIXARRAY) return this.map(start, first & 0x0f);
    if (first < formats.FIXSTR) return this.array(start, first & 0x0f);
    if (first < formats.NIL) return this.text(start, first & 0x1f);
    if (first >= formats.MAP16) return this.map(start, this.length(first - formats.MAP16 + 1));
    if (first >= formats.ARRAY16)
      return this.array(start, this.length(first - formats.ARRAY16 + 1));
    if (first >= formats.STR8) return this.text(start, this.length(first - formats.STR8));
    if (first >= formats.BIN8 && first <= formats.BIN32)
      return this.binary(start, this.length(first - formats.BIN8));
    if (first >= formats.FLOAT32 && first <= formats.INT64) return this.number(start, first);
    if (first !== formats.NIL && first !== formats.FALSE && first !== formats.TRUE)
      this.fail(start, "an extension type or an unused format, which are not read here");
  }

  protected keyHead(): number {
    const first = this.uint8();
    if (first >= formats.FIXSTR && first < formats.NIL) return first & 0x1f;
    if (first >= formats.STR8 && first <= formats.STR32) return this.length(first - formats.STR8);
    return this.fail(this.position - 1, "a key that is no text");
  }

  /** msgpackr has no values shared beforehand: it reads placeholders as Maps. */
  protected override replace(start: number, value: unknown): void {
    this.needsMaps = true;
    super.replace(start, value);
  }

  /** A length of 1, 2 or 4 bytes, by their logarithm. */
  private length(size: number): number {
    if (size === 0) return this.uint8();
    return size === 1 ? this.uint16() : this.uint32();
  }

  private number(start: number, first: number): void {
    this.take(SIZES[first - formats.FLOAT32]!);
    if (first !== formats.UINT64 && first !== formats.INT64) return;
    const { buffer, byteOffset } = this.bytes;
    const view = new DataView(buffer, byteOffset + start + 1, 8);
    const value = first === formats.UINT64 ? view.getBigUint64(0) : view.getBigInt64(0);
    if (Number.isSafeInteger(Number(value))) return;
    this.spend(start, limits.BOXED_COST);
    this.replace(start, value);
  }
}
