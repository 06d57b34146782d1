import { Walker } from "@kstash/core/codec-kit";
import * as formats from "./formats.js";
import { MAX_LENGTH, textHead, writeBinHead, writeCount } from "./head.js";
import { writeBigint, writeNumber } from "./number.js";
import * as refusals from "./refusal.js";

/** Writes the data model as msgpack-python's `packb` does. */
export class Encoder extends Walker {
  constructor() {
    super(textHead, () => undefined);
  }

  protected writeNull(): void {
    this.out.byte(formats.NIL);
  }

  protected writeUndefined(): void {
    this.refuse(refusals.UNDEFINED);
  }

  protected writeBoolean(value: boolean): void {
    this.out.byte(value ? formats.TRUE : formats.FALSE);
  }

  protected writeNumber(value: number): void {
    writeNumber(this.out, value);
  }

  protected writeBigint(value: bigint): void {
    if (value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER) {
      this.refuse(refusals.SMALL_BIGINT);
    }
    if (value < -(2n ** 63n) || value >= 2n ** 64n) this.refuse(refusals.LARGE_BIGINT);
    writeBigint(this.out, value);
  }

  protected writeBytes(value: Uint8Array): void {
    if (value.length > MAX_LENGTH) this.refuse(refusals.LONG_BYTES);
    writeBinHead(this.out, value.length);
    this.out.bytes(value);
  }

  protected writeDate(): void {
    this.refuse(refusals.DATE);
  }

  protected writeArrayHead(length: number): void {
    writeCount(this.out, formats.FIXARRAY, formats.ARRAY16, length);
  }

  protected writeMapHead(length: number): void {
    writeCount(this.out, formats.FIXMAP, formats.MAP16, length);
  }
}
