import { lstat, readdir, unlink } from "node:fs/promises";
import { join } from "node:path";

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Removes the drafts that writers left behind when they were killed, once a day at most.
 *
 * A draft is stale when nothing was written to it for a day. Process ids would not tell: containers
 * that share the folder each have their own. A writer that slept for a day and lost its draft writes
 * it again (see `put`).
 */
export class StaleDrafts {
  #removedAt = -Infinity;

  async remove(folder: string, now: number = Date.now()): Promise<void> {
    if (now - this.#removedAt < DAY_MS) return;
    this.#removedAt = now;
    try {
      for (const name of await readdir(folder)) await removeStale(join(folder, name), now);
    } catch {
      // Housekeeping: the stash is stored, and the next process tries again.
    }
  }
}

async function removeStale(path: string, now: number): Promise<void> {
  try {
    const { mtimeMs } = await lstat(path);
    if (now - mtimeMs > DAY_MS) await unlink(path);
  } catch {
    // Another user's, a folder, or gone by now.
  }
}
