import { Buffer } from "node:buffer";
import { randomFillSync } from "node:crypto";

/** Byte strings of this length and more, in bytes, go straight into the result. */
export const LARGE = 64 * 1024;

/** What a library writes in their places. Nobody outside this process can know it, so no data holds it. */
export const MARK = randomFillSync(new Uint8Array(16));

/**
 * A copy of what a library wrote, with the large byte strings in the places of their marks. Encoding a
 * payload of 256 MiB so takes that memory once, and three times where the library copies it.
 */
export function splice(
  written: Uint8Array,
  large: readonly Uint8Array[],
  header: (length: number) => Uint8Array,
): Uint8Array {
  if (large.length === 0) return new Uint8Array(written);
  const marked = header(MARK.length).length;
  const parts: Uint8Array[] = [];
  let end = 0;
  for (const bytes of large) {
    const mark = Buffer.from(written.buffer, written.byteOffset, written.length).indexOf(MARK, end);
    parts.push(written.subarray(end, mark - marked), header(bytes.length), bytes);
    end = mark + MARK.length;
  }
  parts.push(written.subarray(end));
  const result = Buffer.allocUnsafeSlow(parts.reduce((sum, { length }) => sum + length, 0));
  let position = 0;
  for (const part of parts) {
    result.set(part, position);
    position += part.length;
  }
  return new Uint8Array(result.buffer);
}
