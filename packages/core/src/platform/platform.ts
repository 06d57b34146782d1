/**
 * What core asks of the platform that it runs on. `node.ts` and `browser.ts` export exactly this, and
 * `#platform` (the `imports` of package.json) is one of the two: the second under the condition `browser`, which
 * bundlers set, and Cloudflare's for Workers too.
 */
export interface Platform {
  // Bytes and text.

  /** Throws where the platform has no such hash. */
  createHash(hash: "md5" | "sha256"): Hasher;
  randomBytes(length: number): Uint8Array;
  /** Memory for a codec's library to write into. */
  allocate(length: number): Uint8Array;
  /** Where `part` starts in `bytes`, at `from` or after it; -1 if it is nowhere. */
  indexOf(bytes: Uint8Array, part: Uint8Array, from: number): number;
  isUtf8(bytes: Uint8Array): boolean;
  /** The text of bytes that are UTF-8, with the U+FEFF that may come first. */
  decodeUtf8(bytes: Uint8Array): string;
  /** How many bytes of UTF-8 a text has. */
  utf8Length(text: string): number;
  /** Reads parts of bytes as text, with a character for each byte. */
  latin1Of(bytes: Uint8Array): (start: number, end: number) => string;

  // Kinds of objects, those of other realms too.

  isUint8Array(value: unknown): value is Uint8Array;
  isArrayBuffer(value: unknown): value is ArrayBuffer;
  isDate(value: unknown): value is Date;
  /** Whether this is the prototype of the platform's own kind of `Uint8Array`. */
  isBufferPrototype(prototype: unknown): boolean;
  /** Whether an array certainly has no properties beside its items; `false` if that takes a closer look. */
  hasOnlyItems(array: readonly unknown[], length: number): boolean;

  // Time, tracing and streams.

  /** Lets whatever else is waiting have its turn. */
  nextTurn(): Promise<void>;
  tracingChannel(name: string): Channel;
  /** The platform's stream of these chunks. It calls `close` however it ends, even if nobody has read it. */
  streamOf(
    chunks: AsyncIterable<Uint8Array>,
    close: () => Promise<void>,
    signal?: AbortSignal,
  ): object;
  /**
   * Opens a stream of bytes so that its length is known and it can be read twice.
   *
   * @param check is told the length so far, and throws where it is too much
   * @throws {InvalidData} for a stream of anything but bytes
   * @throws {UnsupportedOperation} where there are no files to keep it in
   */
  openStream: OpenSource<AsyncIterable<unknown>>;
  /** The same of an open file, which stays open. */
  openFile: OpenSource<OpenFile>;
}

/** Digests bytes as they come. */
export interface Hasher {
  update(bytes: Uint8Array): Hasher;
  /** In lowercase. It ends the hasher. */
  digest(encoding: "hex"): string;
}

/** Tells subscribers of an operation, as far as the platform has any. */
export interface Channel {
  tracePromise<T>(run: () => Promise<T>, event: object): Promise<T>;
}

/** An open file: what a `FileHandle` of `node:fs/promises` has. */
export interface OpenFile {
  readonly fd: number;
  stat(options: {
    readonly bigint: true;
  }): Promise<{ readonly size: bigint; readonly mtimeNs: bigint; isFile(): boolean }>;
  read(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number }>;
  createReadStream(options: { readonly autoClose: boolean }): AsyncIterable<unknown>;
}

/** Bytes that can be read in part, and again. */
export interface RangeSource {
  readonly length: number;
  /** From `start` up to but not including `end`. */
  read(start: number, end: number): AsyncIterable<Uint8Array>;
  /** Frees what was opened for it; what the caller gave stays open. */
  readonly close: () => Promise<void>;
}

type OpenSource<T> = (
  source: T,
  check: (length: number) => void,
  signal: AbortSignal | undefined,
) => Promise<RangeSource>;
