import { STREAM_CHUNK_BYTES } from "./chunks.js";
import type { StoredFile } from "./stored-file.js";

/**
 * A stored payload, bit by bit; the file is closed at the end, at a failure, and when the reader
 * stops. No generator: one that has not started yet would not close it.
 */
export class StoredBody implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #file: StoredFile;
  readonly #signal: AbortSignal | undefined;
  #position = 0;
  #closed: Promise<void> | undefined;

  constructor(file: StoredFile, signal: AbortSignal | undefined) {
    this.#file = file;
    this.#signal = signal;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const left = this.#file.header.length - this.#position;
    if (left === 0 || this.#closed) return this.return();
    try {
      this.#signal?.throwIfAborted();
      const chunk = new Uint8Array(Math.min(left, STREAM_CHUNK_BYTES));
      const read = await this.#file.read(chunk, this.#position);
      this.#position += read;
      return { done: false, value: chunk.subarray(0, read) };
    } catch (error) {
      await this.return();
      throw error;
    }
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    await (this.#closed ??= this.#file.close());
    return { done: true, value: undefined };
  }
}
