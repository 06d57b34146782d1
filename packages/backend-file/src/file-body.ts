import type { StoredFile } from "./stored-file.js";

// Small, because many streams may be open at once.
const CHUNK_BYTES = 256 * 1024;

/**
 * The payload of a stored file, in chunks. The file is closed at the end, on failure, and when the
 * reader leaves early. Not a generator, which would not close the file if it had never been started.
 */
export class FileBody implements AsyncIterableIterator<Uint8Array, undefined> {
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
      const chunk = new Uint8Array(Math.min(left, CHUNK_BYTES));
      const bytesRead = await this.#file.read(chunk, this.#position);
      this.#position += bytesRead;
      return { done: false, value: chunk.subarray(0, bytesRead) };
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
