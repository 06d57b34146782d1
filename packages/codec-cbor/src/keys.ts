import { Buffer } from "node:buffer";
import { KEY_PROTO, KEY_SURROGATE } from "./model/refusal.js";
import { isWellFormed } from "./model/text.js";

/** A key that cannot be stored, and why. */
export class BadKey {
  readonly key: string;
  readonly reason: string;

  constructor(key: string, reason: string) {
    this.key = key;
    this.reason = reason;
  }
}

/**
 * The order in which a map's keys are written: bytewise by their encoding (RFC 8949 §4.2.1), that is
 * the shorter in UTF-8 first, and of two alike the lesser bytes. `undefined` stands for "as they are".
 */
export function keyOrder(keys: readonly string[]): Uint32Array | undefined | BadKey {
  const lengths = new Uint32Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    if (key === "__proto__") return new BadKey(key, KEY_PROTO);
    lengths[i] = Buffer.byteLength(key);
    if (lengths[i] !== key.length && !isWellFormed(key)) return new BadKey(key, KEY_SURROGATE);
  }
  const compare = (a: number, b: number): number =>
    lengths[a]! - lengths[b]! || compareAlike(keys[a]!, keys[b]!, lengths[a]!);
  const order = Uint32Array.from(lengths.keys());
  return isSorted(order, compare) ? undefined : order.toSorted(compare);
}

function isSorted(order: Uint32Array, compare: (a: number, b: number) => number): boolean {
  for (let i = 1; i < order.length; i++) if (compare(i - 1, i) > 0) return false;
  return true;
}

// JavaScript compares UTF-16 code units, whose order is that of the bytes only within ASCII.
function compareAlike(a: string, b: string, byteLength: number): number {
  if (a.length === byteLength && b.length === byteLength) return a < b ? -1 : 1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
