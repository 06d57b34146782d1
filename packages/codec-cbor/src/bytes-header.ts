import { BYTES } from "./major-types.js";
import { CborScanner } from "./scanner.js";

/** What stands before a byte string of that length. */
export function bytesHeader(length: number): Uint8Array {
  if (length < 24) return Uint8Array.of((BYTES << 5) | length);
  const view = new DataView(new ArrayBuffer(9));
  view.setBigUint64(1, BigInt(length));
  const size = length < 0x100 ? 1 : length < 0x10000 ? 2 : length < 0x100000000 ? 4 : 8;
  // The additional information 24 to 27 stands for an argument of 1, 2, 4 or 8 bytes.
  view.setUint8(8 - size, (BYTES << 5) | (24 + Math.log2(size)));
  return new Uint8Array(view.buffer.slice(8 - size));
}

/** Where a byte string's bytes are; `undefined`, if the payload begins with something else. */
export function readBytesHeader(
  start: Uint8Array,
): { headerLength: number; length: number } | undefined {
  const first = start[0] ?? 0;
  if (first >> 5 !== BYTES || (first & 31) > 27) return undefined;
  return new CborScanner(start).bytesHead();
}
