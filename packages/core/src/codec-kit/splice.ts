import { Buffer } from "node:buffer";
import { randomFillSync } from "node:crypto";

/** Byte strings of so many bytes and more are put into the result by themselves. */
export const LARGE = 64 * 1024;

/** What a library writes in their places. No data holds it: it is random, and leaves no process. */
export const MARK = randomFillSync(new Uint8Array(16));

/**
 * A copy of what a library wrote, with the large byte strings in the places of their marks: encoding 256 MiB
 * of bytes so takes their memory once, and not three times.
 */
export function splice(
  written: Uint8Array,
  large: readonly Uint8Array[],
  header: (length: number) => Uint8Array,
): Uint8Array {
  if (large.length === 0) return new Uint8Array(written);
  const { buffer, byteOffset, length } = written;
  const source = Buffer.from(buffer, byteOffset, length);
  const parts: Uint8Array[] = [];
  let end = 0;
  for (const bytes of large) {
    const mark = source.indexOf(MARK, end);
    parts.push(
      source.subarray(end, mark - header(MARK.length).length),
      header(bytes.length),
      bytes,
    );
    end = mark + MARK.length;
  }
  parts.push(source.subarray(end));
  // Of this length it is no view of the pool of Buffers.
  return new Uint8Array(Buffer.concat(parts).buffer);
}
