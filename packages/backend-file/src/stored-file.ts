import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { StashCorrupted } from "@kstash/core";
import { type Header, MAX_HEADER_BYTES, parseHeader } from "./header.js";
import { errnoOf } from "./system-errors.js";

// Follow no link, and do not wait for the writer of a pipe. Windows has neither flag.
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The open file of a stash. Its header has been read, and its size is what the header says. */
export class StoredFile {
  readonly header: Header;
  readonly #file: FileHandle;
  readonly #start: number;
  /** What came with the header: of a short payload, all of it. */
  readonly #first: Uint8Array;
  readonly #damaged: (why: string) => StashCorrupted;

  private constructor(
    file: FileHandle,
    header: Header,
    start: number,
    first: Uint8Array,
    damaged: (why: string) => StashCorrupted,
  ) {
    this.#file = file;
    this.header = header;
    this.#start = start;
    this.#first = first;
    this.#damaged = damaged;
  }

  /**
   * Opens the file of a stash, for the caller to close; `undefined` if there is none.
   *
   * @param subject the stash's address, for messages
   * @throws {StashCorrupted} if it is not the complete file of this stash
   */
  static async open(
    path: string,
    stash: { namespace: string; key: string },
    subject: string,
  ): Promise<StoredFile | undefined> {
    const damaged = (why: string) =>
      new StashCorrupted(
        `the stash at ${subject} is damaged: its file ${path} ${why}; storing the same payload again replaces it`,
      );
    const file = await open(path, FLAGS).catch((error: unknown) => {
      if (errnoOf(error) === "ENOENT") return undefined;
      if (errnoOf(error) === "ELOOP") throw damaged("is a symbolic link, which is not followed");
      throw error;
    });
    if (!file) return undefined;
    try {
      const stats = await file.stat();
      if (!stats.isFile()) throw damaged("is not a regular file");
      const start = Buffer.allocUnsafe(Math.min(stats.size, MAX_HEADER_BYTES));
      const { bytesRead } = await file.read(start, 0, start.length, 0);
      const parsed = parseHeader(start.subarray(0, bytesRead));
      if (!parsed) throw damaged("does not start with a header of this format");
      const { header, size } = parsed;
      if (header.namespace !== stash.namespace || header.key !== stash.key) {
        throw damaged("belongs to another stash");
      }
      if (size + header.length !== stats.size) {
        throw damaged(`has ${stats.size - size} bytes of payload, ${header.length} were stored`);
      }
      return new StoredFile(file, header, size, start.subarray(size, bytesRead), damaged);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /**
   * Reads some of the payload from `position` on, as much as one system call gives.
   *
   * @returns how many bytes: at least one, unless `into` is empty
   */
  async read(into: Uint8Array, position: number): Promise<number> {
    const held = this.#first.subarray(position, position + into.length);
    into.set(held);
    if (held.length > 0) return held.length;
    const { bytesRead } = await this.#file.read(into, 0, into.length, this.#start + position);
    if (bytesRead > 0 || into.length === 0) return bytesRead;
    throw this.#damaged("was cut short while it was read");
  }

  /** Reads the whole payload. Rejects with the signal's reason when it fires. */
  async readAll(signal: AbortSignal | undefined): Promise<Uint8Array> {
    const bytes = new Uint8Array(this.header.length);
    for (let at = 0; at < bytes.length;) {
      signal?.throwIfAborted();
      at += await this.read(bytes.subarray(at), at);
    }
    return bytes;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
