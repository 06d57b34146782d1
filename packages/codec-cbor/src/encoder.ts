import { ARRAY, BYTES, FALSE, MAP, NULL, textHead, TRUE, UNDEFINED, writeHead } from "./head.js";
import { BadKey, keyOrder } from "./keys.js";
import { INVALID_DATE, LONE_SURROGATE } from "./model/refusal.js";
import { writeText } from "./model/text.js";
import { Walker } from "./model/walker.js";
import { writeBigint, writeNumber } from "./number.js";
import { Shapes } from "./shapes.js";
import { writeTimestamp } from "./timestamp.js";

/** Writes the data model as deterministic CBOR (RFC 8949 §4.2.1, with floats always float64). */
export class Encoder extends Walker {
  private readonly shapes = new Shapes();

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

  protected writeText(value: string): void {
    if (!writeText(this.out, value, textHead)) this.refuse(LONE_SURROGATE);
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

  protected writeEntries(
    object: Readonly<Record<string, unknown>>,
    keys: readonly string[],
    depth: number,
  ): void {
    const shape = this.shapes.get(keys);
    if (shape === undefined) return this.writeSorted(object, keys, depth);
    const { order, encoded, ends } = shape;
    let start = 0;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[order === undefined ? i : order[i]!]!;
      const end = ends[i]!;
      this.out.copy(encoded, start, end);
      start = end;
      this.path[depth] = key;
      this.writeValue(object[key]);
    }
  }

  private writeSorted(
    object: Readonly<Record<string, unknown>>,
    keys: readonly string[],
    depth: number,
  ): void {
    const order = keyOrder(keys);
    if (order instanceof BadKey) {
      this.path[depth] = order.key;
      this.refuse(order.reason);
    }
    for (let i = 0; i < keys.length; i++) {
      const key = keys[order === undefined ? i : order[i]!]!;
      writeText(this.out, key, textHead);
      this.path[depth] = key;
      this.writeValue(object[key]);
    }
  }
}
