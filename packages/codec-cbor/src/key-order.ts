import { Buffer } from "node:buffer";
import type { KeyOrder } from "@kstash/core/codec-kit";

/**
 * Bytewise by their encoding (RFC 8949 §4.2.1), that is the shorter in UTF-8 first, and of two alike the
 * lesser bytes.
 */
export const keyOrder: KeyOrder = (keys) => {
  const lengths = Uint32Array.from(keys, (key) => Buffer.byteLength(key));
  const compare = (a: number, b: number): number =>
    lengths[a]! - lengths[b]! || compareAlike(keys[a]!, keys[b]!, lengths[a]!);
  for (let i = 1; i < lengths.length; i++) {
    if (compare(i - 1, i) > 0) return Uint32Array.from(lengths.keys()).toSorted(compare);
  }
  return undefined;
};

// JavaScript compares UTF-16 code units, whose order is that of the bytes only within ASCII.
function compareAlike(a: string, b: string, byteLength: number): number {
  if (a.length === byteLength && b.length === byteLength) return a < b ? -1 : 1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
