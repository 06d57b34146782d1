import { compare, utf8 } from "#platform";

const ASCII = /^[\0-\x7f]*$/;

/**
 * Sorts keys bytewise by their encoding (RFC 8949 section 4.2.1): the shorter in UTF-8 first, and of two
 * alike the lesser bytes.
 */
export function sortKeys(keys: readonly string[]): readonly string[] {
  // JavaScript compares UTF-16 code units, whose order is that of the bytes only within ASCII.
  if (ASCII.test(keys.join(""))) {
    return keys.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1));
  }
  return keys
    .map((key) => ({ key, bytes: utf8(key) }))
    .toSorted((a, b) => a.bytes.length - b.bytes.length || compare(a.bytes, b.bytes))
    .map(({ key }) => key);
}
