import { Buffer } from "node:buffer";
import { refusal, RESIZED } from "./refusal.js";

/** Chunks grow from the one to the other: what is large is copied once, never by doubling. */
const FIRST_CHUNK = 64 * 1024;
const LARGEST_CHUNK = 1024 * 1024;

/** From this size on, bytes and text go straight to the result instead of to a chunk first. */
export const BY_REFERENCE = 4096;

type Part = Uint8Array | { readonly text: string; readonly byteLength: number };

/**
 * Collects what an encoder writes, and hands it over as one array of exact length.
 *
 * Small things go to `chunk` at `position`, after `reserve` made room; large ones stay where they are
 * until `finish`.
 */
export class Output {
  chunk!: Uint8Array<ArrayBuffer>;
  view!: DataView;
  /** The chunk's memory once more, for `Buffer.write`. */
  buffer!: Buffer;
  position = 0;
  private readonly firstChunk: Uint8Array<ArrayBuffer>;
  private partStart = 0;
  private parts: Part[] = [];
  private partsLength = 0;

  constructor(firstChunk = FIRST_CHUNK) {
    this.firstChunk = new Uint8Array(firstChunk);
    this.use(this.firstChunk);
  }

  /** How many bytes have been written. */
  get length(): number {
    return this.partsLength + this.position - this.partStart;
  }

  /** Makes room for `size` bytes at `position`. */
  reserve(size: number): void {
    if (this.position + size > this.chunk.length) this.nextChunk(size);
  }

  /** Writes one byte. */
  byte(value: number): void {
    this.reserve(1);
    this.chunk[this.position++] = value;
  }

  /** Copies a few bytes, from `start` to `end`: faster than `set` for those. */
  copy(source: Uint8Array, start: number, end: number): void {
    this.reserve(end - start);
    const { chunk } = this;
    let { position } = this;
    for (let i = start; i < end; i++) chunk[position++] = source[i]!;
    this.position = position;
  }

  /** Writes bytes of somebody else's: large ones are read when the result is made. */
  bytes(bytes: Uint8Array): void {
    const { length } = bytes;
    if (length >= BY_REFERENCE) {
      this.append(bytes, length);
    } else {
      this.reserve(length);
      this.chunk.set(bytes, this.position);
      this.position += length;
    }
  }

  /** Writes well-formed text of that length in UTF-8 when the result is made. */
  largeText(text: string, byteLength: number): void {
    this.append({ text, byteLength }, byteLength);
  }

  /** Everything that was written, in memory of its own. */
  finish(): Uint8Array {
    if (this.parts.length === 0) return this.chunk.slice(0, this.position);
    this.closePart();
    const result = Buffer.allocUnsafeSlow(this.partsLength);
    let position = 0;
    for (const part of this.parts) {
      if (part instanceof Uint8Array) {
        if (part.length === 0 || part.length > result.length - position) throw refusal([], RESIZED);
        result.set(part, position);
        position += part.length;
      } else {
        position += result.write(part.text, position, part.byteLength);
      }
    }
    if (position !== result.length) throw refusal([], RESIZED);
    return new Uint8Array(result.buffer);
  }

  /** Forgets what was written, and all memory but the first chunk. */
  reset(): void {
    if (this.chunk !== this.firstChunk) this.use(this.firstChunk);
    this.position = this.partStart = this.partsLength = 0;
    if (this.parts.length > 0) this.parts = [];
  }

  private append(part: Part, length: number): void {
    this.closePart();
    this.parts.push(part);
    this.partsLength += length;
  }

  private closePart(): void {
    const length = this.position - this.partStart;
    if (length === 0) return;
    this.parts.push(this.chunk.subarray(this.partStart, this.position));
    this.partsLength += length;
    this.partStart = this.position;
  }

  private nextChunk(size: number): void {
    this.closePart();
    this.use(new Uint8Array(Math.max(size, Math.min(this.chunk.length * 2, LARGEST_CHUNK))));
    this.position = this.partStart = 0;
  }

  private use(chunk: Uint8Array<ArrayBuffer>): void {
    this.chunk = chunk;
    this.view = new DataView(chunk.buffer);
    this.buffer = Buffer.from(chunk.buffer);
  }
}
