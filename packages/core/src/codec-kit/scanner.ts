import { decodeUtf8, isUtf8 } from "#platform";
import { StashCorrupted } from "../errors.js";
import { compareKeys, hasDuplicates } from "./keys.js";
import * as limits from "./limits.js";

/** Up to so many bytes of text a loop beats a call of `isUtf8`. */
const SHORT = 48;
const PROTO = Uint8Array.from("__proto__", (character) => character.charCodeAt(0));

/**
 * Checks that bytes are one value of the data model, in one pass, before a library reads them. A format says
 * how a value begins; what this class holds is what every format refuses. Made anew for each payload.
 */
export abstract class Scanner {
  /** Whether a library would make objects that take far more memory than they should. */
  needsMaps = false;
  position = 0;
  /** How many values cost memory. */
  costly = 0;
  /** The values that the library is not to read, and how many of them it was given. */
  readonly values: unknown[] = [];
  taken = 0;
  protected readonly bytes: Uint8Array;
  protected readonly end: number;
  /** Where those values start and end. */
  private readonly cuts: number[] = [];
  private readonly format: string;
  private readonly shortText: number;
  /** Where the keys of all maps start and end that are being scanned, and how many of those are set. */
  private readonly ends: number[] = [];
  private keys = 0;
  private depth = 0;
  private cost = 0;

  /** @param shortText the first byte of a text of no bytes, followed by those of up to 23 bytes */
  constructor(bytes: Uint8Array, format: string, shortText: number) {
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    this.end = bytes.length;
    this.format = format;
    this.shortText = shortText;
  }

  /** Passes the head of a byte string, and gives its length; `undefined` if there is something else. */
  abstract bytesLength(): number | undefined;
  /** Passes the next value. */
  protected abstract value(): void;
  /** Passes the head of a key, and gives the length of its text. */
  protected abstract keyLength(): number;

  /** Scans the bytes, and gives what a library is to read: the same, or a copy with placeholders. */
  scan(placeholder: Uint8Array): Uint8Array {
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
    const low = (bytes[start + 1]! << 16) | (bytes[start + 2]! << 8) | bytes[start + 3]!;
    return bytes[start]! * 0x1000000 + low;
  }

  /** The value that began at `start` and ends here is this one, whatever the library would make of it. */
  protected replace(start: number, value: unknown): void {
    this.cuts.push(start, this.position);
    this.values.push(value);
  }

  // Of each value, `start` is where its head stood.

  protected binary(start: number, length: number): void {
    this.spend(start, limits.BYTES_COST);
    this.take(length);
  }

  protected text(start: number, length: number): void {
    const from = this.take(length);
    if (length > SHORT || from - start > 5) return this.checkText(start, from);
    const { bytes, position } = this;
    let seen = 0;
    for (let i = from; i < position; i++) seen |= bytes[i]!;
    if (seen > 0x7f) this.checkText(start, from);
  }

  private checkText(start: number, from: number): void {
    const { bytes, position } = this;
    if (!isUtf8(bytes.subarray(from, position))) this.fail(from, "text that is not UTF-8");
    // Without their native parts the libraries drop a U+FEFF that comes first; with it cbor-x reads no
    // length of 8 bytes.
    const hasMark = bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf;
    if (hasMark || from - start > 5) {
      this.replace(start, decodeUtf8(bytes.subarray(from, position)));
    }
  }

  protected array(start: number, length: number): void {
    this.enter(start, length, limits.MAX_ITEMS, length);
    for (let i = 0; i < length; i++) this.value();
    this.depth--;
  }

  protected map(start: number, length: number): void {
    this.enter(start, length, limits.MAX_KEYS, 2 * length);
    const { bytes, ends, keys: first } = this;
    let isSorted = true;
    let last = 0;
    let lastEnd = 0;
    for (let i = 0; i < length; i++) {
      const head = this.position;
      const short = bytes[head]! - this.shortText;
      // Nearly all keys are so short that their length is in the first byte: a tenth of the time.
      const isShort = short >= 0 && short < 24;
      if (isShort) this.position = head + 1;
      const keyLength = isShort ? short : this.keyLength();
      const from = this.position;
      this.text(head, keyLength);
      const end = this.position;
      if (keyLength > 1 && keyLength <= 10) this.checkKey(from, end);
      if (isSorted && i > 0) isSorted = compareKeys(bytes, last, lastEnd, from, end) < 0;
      last = ends[this.keys++] = from;
      lastEnd = ends[this.keys++] = end;
      this.value();
    }
    if (!isSorted && hasDuplicates(bytes, ends, first, this.keys))
      this.fail(start, "a map with the same key twice");
    this.keys = first;
    this.depth--;
  }

  /** Adds what the value costs in memory. */
  protected spend(start: number, cost: number): void {
    this.cost += cost;
    this.costly++;
    if (this.cost > limits.FREE_COST + 16 * start)
      this.fail(start, "so many tiny values would take over 16 times the memory of the payload");
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

  private checkKey(from: number, end: number): void {
    const first = this.bytes[from]!;
    if (
      first === 0x5f &&
      end - from === PROTO.length &&
      PROTO.every((byte, i) => byte === this.bytes[from + i])
    )
      this.fail(from, "the key __proto__");
    // An array index, perhaps.
    if (first > 0x30 && first <= 0x39) this.needsMaps = true;
  }
}
