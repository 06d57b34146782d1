import { Buffer, isUtf8 } from "node:buffer";
import { StashCorrupted } from "../errors.js";
import * as limits from "./limits.js";

/** Up to so many bytes of text a loop beats a call of `isUtf8`. */
const SHORT = 48;
/** Where the keys start and end of all maps that are being scanned: one array for all scanners. */
const keys: number[] = [];
/** Up to so many keys comparing each with each beats a Set. */
const FEW = 16;
const PROTO = Buffer.from("__proto__");

/**
 * Checks that bytes are one value of the data model, in one pass, before a library reads them. A format says
 * how a value begins; what this class holds is what every format refuses. Made anew for each payload.
 */
export abstract class Scanner {
  /** Whether a library would make objects that take far more memory than they should. */
  needsMaps = false;
  protected readonly bytes: Uint8Array;
  protected readonly end: number;
  protected position = 0;
  private readonly format: string;
  private depth = 0;
  private cost = 0;
  private costly = 0;
  private isTooDense = false;
  /** Where the values start and end that the library is not to read. */
  private readonly cuts: number[] = [];
  private readonly values: unknown[] = [];
  private taken = 0;

  constructor(bytes: Uint8Array, format: string) {
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    this.end = bytes.length;
    this.format = format;
  }

  /** Passes the next value. */
  protected abstract value(): void;
  /** Passes what stands before a key's text, and says how many bytes of text there are. */
  protected abstract keyHead(): number;

  /** Scans the bytes, and gives what a library is to read: the same, or a copy with placeholders. */
  scan(placeholder: Uint8Array): Uint8Array {
    keys.length = 0;
    this.value();
    const { position, end, bytes, cuts } = this;
    if (position < end) this.fail(position, "there is more after the end of the data");
    if (cuts.length === 0) return bytes;
    const copy = new Uint8Array(end + placeholder.length * this.values.length);
    let to = 0;
    let from = 0;
    for (let i = 0; i < cuts.length; i += 2) {
      copy.set(bytes.subarray(from, cuts[i]), to);
      to += cuts[i]! - from;
      copy.set(placeholder, to);
      to += placeholder.length;
      from = cuts[i + 1]!;
    }
    copy.set(bytes.subarray(from), to);
    return copy.subarray(0, to + end - from);
  }

  /** The value of the next placeholder. */
  next(): unknown {
    return this.values[this.taken++];
  }

  /** Goes back to the first placeholder. */
  rewind(): void {
    this.taken = 0;
  }

  /** Which of the values that cost memory is one too many; 0 if none is. */
  findTooDense(): number {
    try {
      this.value();
      return 0;
    } catch (error) {
      if (this.isTooDense) return this.costly;
      throw error;
    }
  }

  /** Refuses to read on: that is wrong at that byte. */
  protected fail(position: number, what: string): never {
    throw new StashCorrupted(`malformed ${this.format} at byte ${position}: ${what}`);
  }

  /** Passes so many bytes, and says where they start. */
  protected take(length: number): number {
    const start = this.position;
    if (length > this.end - start) this.fail(start, "the payload ends in the middle of a value");
    this.position = start + length;
    return start;
  }

  protected uint8(): number {
    return this.bytes[this.take(1)]!;
  }

  protected uint16(): number {
    const start = this.take(2);
    return (this.bytes[start]! << 8) | this.bytes[start + 1]!;
  }

  protected uint32(): number {
    const start = this.take(4);
    const { bytes } = this;
    const high = (bytes[start]! << 8) | bytes[start + 1]!;
    return high * 0x10000 + ((bytes[start + 2]! << 8) | bytes[start + 3]!);
  }

  /** The value that began at `start` and ends here is this one, whatever the library would make of it. */
  protected replace(start: number, value: unknown): void {
    this.cuts.push(start, this.position);
    this.values.push(value);
  }

  /** Adds what the value at `start` costs in memory. */
  protected spend(start: number, cost: number): void {
    this.cost += cost;
    this.costly++;
    if (this.cost > limits.FREE_COST && this.cost > limits.allowance(start)) {
      this.isTooDense = true;
      this.fail(start, "so many tiny values would take over 16 times the memory of the payload");
    }
  }

  /** @param start where its head stood */
  protected binary(start: number, length: number): void {
    this.spend(start, limits.BYTES_COST);
    this.take(length);
  }

  /** @param start where its head stood */
  protected array(start: number, length: number): void {
    this.enter(start, length, limits.MAX_ITEMS, length);
    for (let i = 0; i < length; i++) this.value();
    this.depth--;
  }

  /** @param start where its head stood */
  protected map(start: number, length: number): void {
    this.enter(start, length, limits.MAX_KEYS, 2 * length);
    const base = keys.length;
    let isSorted = true;
    let last = -1;
    let lastEnd = -1;
    for (let i = 0; i < length; i++) {
      const keyStart = this.position;
      const keyLength = this.keyHead();
      const from = this.position;
      this.text(keyStart, keyLength);
      const end = this.position;
      if (keyLength > 1 && keyLength <= 10) this.checkKey(from, end);
      if (isSorted && i > 0) isSorted = this.compare(last, lastEnd, from, end) < 0;
      keys.push(from, end);
      last = from;
      lastEnd = end;
      this.value();
    }
    if (!isSorted && this.hasDuplicates(base)) this.fail(start, "a map with the same key twice");
    keys.length = base;
    this.depth--;
  }

  /** @param start where its head stood */
  protected text(start: number, length: number): void {
    const from = this.take(length);
    const { bytes, position } = this;
    let seen = 0;
    if (length <= SHORT) for (let i = from; i < position; i++) seen |= bytes[i]!;
    // Of no more than five bytes is every head but a longer form of CBOR's.
    if (length > SHORT || seen > 0x7f || from - start > 5) this.checkText(start, from);
  }

  private checkText(start: number, from: number): void {
    const { bytes, position } = this;
    if (!isUtf8(bytes.subarray(from, position))) this.fail(from, "text that is not UTF-8");
    // Without their native parts the libraries drop a U+FEFF that comes first; with it cbor-x reads no
    // length of 8 bytes.
    const hasMark = bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf;
    if (hasMark || from - start > 5) this.replace(start, this.textOf("utf8", from, position));
  }

  private textOf(encoding: "utf8" | "latin1", from: number, to: number): string {
    const { buffer, byteOffset, length } = this.bytes;
    return Buffer.from(buffer, byteOffset, length).toString(encoding, from, to);
  }

  private checkKey(from: number, end: number): void {
    const first = this.bytes[from]!;
    if (first === 0x5f && PROTO.equals(this.bytes.subarray(from, end)))
      this.fail(from, "the key __proto__");
    // An array index, perhaps.
    if (first > 0x30 && first <= 0x39) this.needsMaps = true;
  }

  private enter(start: number, length: number, most: number, leastBytes: number): void {
    if (leastBytes > this.end - this.position) {
      this.fail(start, "an array or a map that claims more than the payload holds");
    }
    if (length > most) this.fail(start, `an array or a map of more than ${most}`);
    if (++this.depth > limits.MAX_DEPTH) {
      this.fail(start, `nesting deeper than ${limits.MAX_DEPTH} arrays and maps`);
    }
    this.spend(start, limits.CONTAINER_COST);
  }

  /** Compares two keys: the shorter comes first. */
  private compare(from: number, end: number, otherFrom: number, otherEnd: number): number {
    const { bytes } = this;
    const difference = end - from - (otherEnd - otherFrom);
    if (difference !== 0) return difference;
    for (let i = from, j = otherFrom; i < end; i++, j++) {
      const difference = bytes[i]! - bytes[j]!;
      if (difference !== 0) return difference;
    }
    return 0;
  }

  private hasDuplicates(base: number): boolean {
    const { length } = keys;
    if (length - base > 2 * FEW) return this.hasDuplicatesOfMany(base);
    for (let i = base + 2; i < length; i += 2) {
      for (let j = base; j < i; j += 2) {
        if (this.compare(keys[i]!, keys[i + 1]!, keys[j]!, keys[j + 1]!) === 0) return true;
      }
    }
    return false;
  }

  private hasDuplicatesOfMany(base: number): boolean {
    const seen = new Set<string>();
    for (let i = base; i < keys.length; i += 2) {
      seen.add(this.textOf("latin1", keys[i]!, keys[i + 1]!));
    }
    return 2 * seen.size < keys.length - base;
  }
}
