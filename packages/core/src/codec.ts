/**
 * Turns data into bytes and back. A plain object: it needs nothing of kstash at run time.
 *
 * What goes in comes out equal, or `encode` refuses it: never a silent change.
 */
export interface Codec {
  /** One word, `[a-z][a-z0-9-]*`: what an inline address carries as `codec=`. */
  readonly name: string;
  /** The media type of what it writes, which is stored beside the bytes: `"application/cbor"`. */
  readonly contentType: string;
  /** Further media types that it reads. */
  readonly alsoReads?: readonly string[];
  /**
   * Deterministic: equal data, equal bytes. What it returns is the caller's own: no view of a shared
   * pool, of exact length, changed by nobody afterwards.
   *
   * @throws {InvalidData} (core's, or any error: core wraps it) for data that would not come back
   *   equal, naming where it stands.
   */
  encode(data: unknown): Uint8Array;
  /**
   * Takes bytes from anywhere: hostile ones make it throw, within little time and memory. The data
   * never aliases `bytes`. Core wraps whatever it throws as {@link StashCorrupted}.
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
