/**
 * Turns data into bytes and back. A plain object: it needs nothing of kstash at run time.
 *
 * What goes in comes out equal, or `encode` refuses it: never a silent change.
 */
export interface Codec {
  /** One word, `[a-z][a-z0-9-]*`: what an inline address carries as `codec=`. */
  readonly name: string;
  /**
   * The media type of what it writes, which is stored beside the bytes: `"application/cbor"`, in
   * lowercase and without parameters, as stored types are compared with it.
   */
  readonly contentType: string;
  /** Further media types that it reads, likewise. */
  readonly alsoReads?: readonly string[];
  /**
   * The data as bytes.
   *
   * Core guarantees nothing of the data: it is whatever a caller gave.
   *
   * The codec owes:
   * - equal bytes for equal data, whatever was encoded before, and in every process;
   * - bytes of the caller's own: no view of a shared pool, of exact length, changed by nobody
   *   afterwards; the data is not changed;
   * - to take null, booleans, finite numbers (-0 as 0), well-formed strings, arrays and plain objects;
   *   to take or to refuse undefined, NaN and the infinities, bigints, Dates and bytes; to refuse all
   *   else, a key `__proto__` and nesting deeper than 500 among it.
   *
   * @throws {InvalidData} (core's, or any error: core wraps it) for data that would not come back
   *   equal, naming where it stands.
   */
  encode(data: unknown): Uint8Array;
  /**
   * The way back.
   *
   * Core guarantees nothing of the bytes but that their digest is right where the address has one: an
   * inline address carries whatever its sender wrote.
   *
   * The codec owes the data as it was encoded, which never aliases `bytes`; or an error, within little
   * time, memory and stack, for bytes that it would not have written: those cut off, those with more
   * behind them. Core wraps whatever it throws as {@link StashCorrupted}.
   */
  decode(bytes: Uint8Array): unknown;
  /**
   * What `encode` writes before bytes of this length, so that `encode(bytes)` is this and then the
   * bytes: with it a stream is stored as the same bytes in memory would be. Left out: streams are
   * collected and encoded whole.
   */
  bytesHeader?(length: number): Uint8Array;
  /**
   * Reads such a header: how long it is, and how many bytes follow it. `undefined` where `start` (the
   * first bytes of a payload, at least 16 or all of them) begins something other than bytes.
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
