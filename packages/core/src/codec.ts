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
}
