/**
 * Turns data into bytes and back: a plain object that needs nothing of kstash at run time. What goes in
 * comes out equal, or `encode` refuses it; nothing is ever changed silently.
 */
export interface Codec {
  /** One word, `[a-z][a-z0-9-]*`: what an inline address carries as `codec=`. */
  readonly name: string;
  /**
   * The media type of what it writes, stored beside the bytes: `"application/cbor"`. In lowercase and
   * without parameters, since stored types are compared with it.
   */
  readonly contentType: string;
  /** Further media types that it reads, written likewise. */
  readonly alsoReads?: readonly string[];
  /**
   * Encodes data. Core guarantees nothing about it: it is whatever a caller passed. The codec owes:
   * - equal bytes for equal data, in every process and whatever was encoded before;
   * - bytes that belong to the caller: of exact length, no view of a shared pool, never changed later;
   *   the data itself is not changed;
   * - to take null, booleans, finite numbers (-0 as 0), well-formed strings, arrays and plain objects;
   *   to take or refuse undefined, NaN and the infinities, bigints, Dates and bytes; and to refuse
   *   everything else, including a key `__proto__` and nesting deeper than 500.
   *
   * @throws {InvalidData} (core's, or any error: core wraps it) for data that would not come back
   *   equal, saying where it is
   */
  encode(data: unknown): Uint8Array;
  /**
   * Decodes bytes. Core guarantees only that their digest is right if the address has one: an inline
   * address carries whatever its sender wrote. The codec owes the data that was encoded, never aliasing
   * `bytes`; for bytes that it would not have written (truncated, or with more after their end) it
   * throws, within little time, memory and stack. Core wraps what it throws as {@link StashCorrupted}.
   */
  decode(bytes: Uint8Array): unknown;
  /**
   * What `encode` writes before a byte string of this length, so that `encode(bytes)` is this followed
   * by the bytes. Core then stores a stream under the same address as the same bytes in memory. Leave
   * it out, and streams are collected and encoded whole.
   */
  bytesHeader?(length: number): Uint8Array;
  /**
   * Reads such a header from the start of a payload (its first 16 bytes or more, or all of it);
   * `undefined` if it begins anything but a byte string. A payload that arrives as a stream, and is as
   * long as its header says, core takes for those bytes without calling `decode`.
   */
  readBytesHeader?(start: Uint8Array): BytesHeader | undefined;
}

/** Where the bytes of an encoded byte string are. */
export interface BytesHeader {
  /** The header's own length, in bytes: at most 16. */
  readonly headerLength: number;
  /** How many bytes follow it. */
  readonly length: number;
}
