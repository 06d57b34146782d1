import { INVALID_DATE, Walker } from "@kstash/core/codec-kit";
import { ARRAY, BYTES, FALSE, MAP, NULL, textHead, TRUE, UNDEFINED, writeHead } from "./head.js";
import { keyOrder } from "./key-order.js";
import { writeBigint, writeNumber } from "./number.js";
import { writeTimestamp } from "./timestamp.js";

/** Writes the data model as deterministic CBOR (RFC 8949 §4.2.1, with floats always float64). */
export class Encoder extends Walker {
  constructor() {
    super(textHead, keyOrder);
  }

  protected writeNull(): void {
    this.out.byte(NULL);
  }

  protected writeUndefined(): void {
    this.out.byte(UNDEFINED);
  }

  protected writeBoolean(value: boolean): void {
    this.out.byte(value ? TRUE : FALSE);
  }

  protected writeNumber(value: number): void {
    writeNumber(this.out, value);
  }

  protected writeBigint(value: bigint): void {
    writeBigint(this.out, value);
  }

  protected writeBytes(value: Uint8Array): void {
    writeHead(this.out, BYTES, value.length);
    this.out.bytes(value);
  }

  protected writeDate(value: Date): void {
    if (!writeTimestamp(this.out, value)) this.refuse(INVALID_DATE);
  }

  protected writeArrayHead(length: number): void {
    writeHead(this.out, ARRAY, length);
  }

  protected writeMapHead(length: number): void {
    writeHead(this.out, MAP, length);
  }
}
