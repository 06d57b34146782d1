import { Buffer, isUtf8 } from "node:buffer";
import { StashCorrupted } from "../errors.js";
import * as limits from "./limits.js";
import type { Words } from "./words.js";

/** Up to this length a loop beats a call of `Buffer.toString`; longer sums would be ropes. */
const SHORT = 12;

/** Eight bytes that become a number, whatever their alignment in the payload. */
const eight = new DataView(new ArrayBuffer(8));

/** The bytes that are read, how far reading has come, and what it has cost so far. */
export class Source {
  readonly bytes: Uint8Array;
  readonly end: number;
  position = 0;
  private readonly format: string;
  private readonly words: Words;
  private buffer: Buffer | undefined;
  private depth = 0;
  private cost = 0;

  constructor(bytes: Uint8Array, format: string, words: Words) {
    // Of a Buffer, `slice` would be a view.
    const plain = Object.getPrototypeOf(bytes) === Uint8Array.prototype;
    this.bytes = plain ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    this.end = bytes.length;
    this.format = format;
    this.words = words;
  }

  /** Refuses to read on: that is wrong at that byte. */
  fail(position: number, what: string): never {
    throw new StashCorrupted(`malformed ${this.format} at byte ${position}: ${what}`);
  }

  /** Takes so many bytes, and says where they start. */
  take(length: number): number {
    const start = this.position;
    if (length > this.end - start) this.fail(start, "the payload ends in the middle of a value");
    this.position = start + length;
    return start;
  }

  /** Begins an array or a map of so many items or keys, at most, which need so many bytes at least. */
  enter(start: number, length: number, most: number, leastBytes: number): void {
    if (leastBytes > this.end - this.position) {
      this.fail(start, "an array or a map that claims more than the payload holds");
    }
    if (length > most) this.fail(start, `an array or a map of more than ${most}`);
    if (++this.depth > limits.MAX_DEPTH) {
      this.fail(start, `nesting deeper than ${limits.MAX_DEPTH} arrays and maps`);
    }
    this.spend(start, limits.CONTAINER_COST);
  }

  leave(): void {
    this.depth--;
  }

  /** Adds what the value at `start` costs in memory. */
  spend(start: number, cost: number): void {
    this.cost += cost;
    if (this.cost > limits.FREE_COST && this.cost > limits.allowance(start)) {
      this.fail(start, "so many tiny values would take over 16 times the memory of the payload");
    }
  }

  byte(): number {
    return this.bytes[this.take(1)]!;
  }

  uint16(): number {
    const start = this.take(2);
    return (this.bytes[start]! << 8) | this.bytes[start + 1]!;
  }

  uint32(): number {
    const start = this.take(4);
    const { bytes } = this;
    const high = (bytes[start]! << 8) | bytes[start + 1]!;
    const low = (bytes[start + 2]! << 8) | bytes[start + 3]!;
    return high * 0x10000 + low;
  }

  float32(): number {
    eight.setUint32(0, this.uint32());
    return eight.getFloat32(0);
  }

  float64(): number {
    eight.setUint32(0, this.uint32());
    eight.setUint32(4, this.uint32());
    return eight.getFloat64(0);
  }

  /** So many bytes, in memory of their own. */
  copy(length: number): Uint8Array {
    const start = this.take(length);
    return this.bytes.slice(start, this.position);
  }

  /** So many bytes of UTF-8. */
  text(length: number): string {
    return this.textFrom(this.take(length));
  }

  /** The same for a key: most of them were met before. */
  key(length: number): string {
    const start = this.take(length);
    const key = this.words.find(this.bytes, start, this.position) ?? this.textFrom(start);
    if (key === "__proto__") this.fail(start, "the key __proto__");
    return key;
  }

  private textFrom(start: number): string {
    const short = this.position - start <= SHORT ? this.ascii(start) : undefined;
    return short ?? this.utf8(start);
  }

  private ascii(start: number): string | undefined {
    const { bytes, position } = this;
    let text = "";
    let seen = 0;
    let i = start;
    for (; i + 4 <= position; i += 4) {
      const [a, b, c, d] = [bytes[i]!, bytes[i + 1]!, bytes[i + 2]!, bytes[i + 3]!];
      seen |= a | b | c | d;
      text += String.fromCharCode(a, b, c, d);
    }
    for (; i < position; i++) {
      seen |= bytes[i]!;
      text += String.fromCharCode(bytes[i]!);
    }
    return seen <= 0x7f ? text : undefined;
  }

  private utf8(start: number): string {
    const { bytes, position } = this;
    this.buffer ??= Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const text = this.buffer.toString("utf8", start, position);
    // What is not UTF-8 is read as U+FFFD, which may stand there by right as well.
    if (text.includes("\uFFFD") && !isUtf8(bytes.subarray(start, position))) {
      this.fail(start, "text that is not UTF-8");
    }
    return text;
  }
}
