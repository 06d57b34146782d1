import { randomBytes } from "node:crypto";
import { type FileHandle, open, rename, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { syncFolder } from "./folders.js";
import { undefinedOn } from "./system-errors.js";

// Written at once, between two looks at the signal.
const CHUNK_BYTES = 8 * 1024 * 1024;

/**
 * A file that is being written, in a folder where no reader looks. It is published whole or not at all.
 * Always `discard` it in the end, which does nothing to a file that has been published.
 */
export class Draft {
  readonly #file: FileHandle;
  readonly #path: string;
  #open = true;
  #length = 0;
  #published = false;

  private constructor(file: FileHandle, path: string) {
    this.#file = file;
    this.#path = path;
  }

  /** @param mode the permissions of the root: whoever may read there may read the file */
  static async create(folder: string, mode: number): Promise<Draft> {
    // The process id tells people who wrote it; the random part makes the name unique.
    const path = join(folder, `${process.pid}-${randomBytes(12).toString("hex")}`);
    const file = await open(path, "wx", 0o600);
    const draft = new Draft(file, path);
    const permissions = 0o600 | (mode & 0o444);
    try {
      if (permissions !== 0o600) await file.chmod(permissions);
      return draft;
    } catch (error) {
      await draft.discard();
      throw error;
    }
  }

  /** How many bytes have been written. */
  get length(): number {
    return this.#length;
  }

  /** Appends bytes. Rejects with the signal's reason when it fires. */
  async write(bytes: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      signal?.throwIfAborted();
      const length = Math.min(CHUNK_BYTES, bytes.length - at);
      const { bytesWritten } = await this.#file.write(bytes, at, length);
      at += bytesWritten;
      this.#length += bytesWritten;
    }
  }

  /**
   * Moves the file to where readers find it, replacing any that is there. If it is to be durable, first
   * its bytes are flushed to the disk, then its name; only then does this resolve.
   */
  async publish(path: string, durable: boolean): Promise<void> {
    if (durable) await this.#file.sync();
    await this.#close();
    await rename(this.#path, path);
    this.#published = true;
    if (durable) await syncFolder(dirname(path));
  }

  /** Closes the file, and removes it unless it has been published. */
  async discard(): Promise<void> {
    await this.#close();
    if (!this.#published) await undefinedOn("ENOENT", unlink(this.#path));
  }

  async #close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#file.close();
  }
}
