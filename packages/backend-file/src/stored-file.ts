import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { StashCorrupted } from "@kstash/core";
import { errnoOf } from "./errno.js";
import { type Header, MAX_HEADER_BYTES, parseHeader } from "./header.js";

// Not through a link; and a pipe that stands there must not make this wait for its writer.
// Windows has neither flag.
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The file of a stash, open, its first line read, its length as that line says. */
export class StoredFile {
  readonly header: Header;
  readonly #file: FileHandle;
  readonly #start: number;
  readonly #damaged: (why: string) => StashCorrupted;

  private constructor(
    file: FileHandle,
    header: Header,
    start: number,
    damaged: (why: string) => StashCorrupted,
  ) {
    this.#file = file;
    this.header = header;
    this.#start = start;
    this.#damaged = damaged;
  }

  /**
   * Opens it; `undefined` where there is nothing. Close what you get.
   *
   * @param subject the stash's address, for messages
   * @throws {StashCorrupted} for what is not the whole file of this stash
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
      if (!stats.isFile()) throw damaged("is no regular file");
      const start = Buffer.allocUnsafe(Math.min(stats.size, MAX_HEADER_BYTES));
      const { bytesRead } = await file.read(start, 0, start.length, 0);
      const parsed = parseHeader(start.subarray(0, bytesRead));
      if (!parsed) throw damaged("does not start with the line that this package writes");
      const { header, size } = parsed;
      if (header.namespace !== stash.namespace || header.key !== stash.key) {
        throw damaged("is that of another stash");
      }
      if (size + header.length !== stats.size) {
        throw damaged(`has ${stats.size - size} bytes of payload, ${header.length} were stored`);
      }
      return new StoredFile(file, header, size, damaged);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /**
   * Fills `into` with the payload from `position` on, as far as one read brings it.
   *
   * @returns how many bytes that were: at least one, unless none was asked for
   */
  async read(into: Uint8Array, position: number): Promise<number> {
    const { bytesRead } = await this.#file.read(into, 0, into.length, this.#start + position);
    if (bytesRead > 0 || into.length === 0) return bytesRead;
    throw this.#damaged("was cut short while it was read");
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
