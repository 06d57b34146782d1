import { Buffer } from "node:buffer";
import { BY_REFERENCE, type Output } from "./output.js";

/** How a format writes what stands before text of that many bytes. */
export interface TextHead {
  size(byteLength: number): number;
  write(out: Output, byteLength: number): void;
}

/** Up to this length a loop beats a call of `Buffer.write`. */
const SHORT = 40;

/** Writes text in UTF-8 behind its head. False, if it holds a lone surrogate. */
export function writeText(out: Output, text: string, head: TextHead): boolean {
  const { length } = text;
  if (length >= BY_REFERENCE) return writeLarge(out, text, head);
  const size = head.size(length);
  out.reserve(8 + 3 * length);
  if (length > SHORT) return writeMedium(out, text, head, size);
  const { chunk } = out;
  // Most text is ASCII: a byte for each UTF-16 code unit, so the length is known beforehand.
  const body = out.position + size;
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) return writeMedium(out, text, head, size);
    chunk[body + i] = unit;
  }
  head.write(out, length);
  out.position = body + length;
  return true;
}

function writeMedium(out: Output, text: string, head: TextHead, guess: number): boolean {
  const body = out.position + guess;
  const written = out.buffer.write(text, body);
  // Only text beyond ASCII takes more bytes than it has code units, and only it has surrogates.
  if (written > text.length) {
    if (!isWellFormed(text)) return false;
    const size = head.size(written);
    if (size > guess) out.chunk.copyWithin(out.position + size, body, body + written);
  }
  head.write(out, written);
  out.position += written;
  return true;
}

function writeLarge(out: Output, text: string, head: TextHead): boolean {
  const byteLength = Buffer.byteLength(text);
  if (byteLength > text.length && !isWellFormed(text)) return false;
  out.reserve(8);
  head.write(out, byteLength);
  out.largeText(text, byteLength);
  return true;
}

/** Whether every surrogate of a text has its partner. */
export function isWellFormed(text: string): boolean {
  // In Node since 20; TypeScript knows it from ES2024 on.
  return (text as string & { isWellFormed(): boolean }).isWellFormed();
}
