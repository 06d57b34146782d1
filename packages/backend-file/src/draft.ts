import { randomBytes } from "node:crypto";
import { type FileHandle, open, rename, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CHUNK_BYTES } from "./chunks.js";
import { unless } from "./errno.js";
import { syncFolder } from "./folders.js";

/**
 * A file on its way: written under a name that no reader looks at, and published whole or not at all.
 * Always `discard` in the end: that does nothing to what has been published.
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

  /** @param mode the permissions of the root: who may read there may read the file */
  static async create(folder: string, mode: number): Promise<Draft> {
    // The process id is for people who look into the folder; the rest makes the name unique.
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

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** Adds bytes at the end. Rejects with the signal's reason when it fires. */
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
   * Puts the file where readers find it, in place of what may be there: first its bytes are on the
   * disk, then its name, and only then this resolves.
   */
  async publish(path: string): Promise<void> {
    await this.#file.sync();
    await this.#close();
    await rename(this.#path, path);
    this.#published = true;
    await syncFolder(dirname(path));
  }

  /** Frees what is held, and removes what was not published. */
  async discard(): Promise<void> {
    await this.#close();
    if (!this.#published) await unless("ENOENT", unlink(this.#path));
  }

  async #close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#file.close();
  }
}
