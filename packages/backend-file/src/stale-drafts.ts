import { lstat, readdir, unlink } from "node:fs/promises";
import { join } from "node:path";

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Removes the drafts that killed writers left behind, at most once a day.
 *
 * A draft is stale if nothing has been written to it for a day. Process ids would not tell, since
 * containers that share the folder each count their own. A writer that slept for a day and lost its
 * draft writes it again (see `put`).
 */
export class StaleDrafts {
  #removedAt = -Infinity;

  async remove(folder: string, now: number = Date.now()): Promise<void> {
    if (now - this.#removedAt < DAY_MS) return;
    this.#removedAt = now;
    try {
      for (const name of await readdir(folder)) await removeIfStale(join(folder, name), now);
    } catch {
      // Mere housekeeping: the stash is stored, and the next process will try again.
    }
  }
}

async function removeIfStale(path: string, now: number): Promise<void> {
  try {
    const { mtimeMs } = await lstat(path);
    if (now - mtimeMs > DAY_MS) await unlink(path);
  } catch {
    // It is another user's, a folder, or already gone.
  }
}
