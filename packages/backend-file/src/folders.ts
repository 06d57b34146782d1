import type { Stats } from "node:fs";
import { chmod, lstat, mkdir, open, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { BackendRemoteError } from "@kstash/core";
import { unless } from "./errno.js";
import type { Place } from "./layout.js";

/** Only its owner enters a root that this package makes. */
const PRIVATE = 0o700;
const PERMISSIONS = 0o7777;

/** Whether all are there, as folders. @throws {BackendRemoteError} where one is a link or a file */
export async function haveFolders(folders: readonly string[]): Promise<boolean> {
  const found = await Promise.all(folders.map((folder) => unless("ENOENT", lstat(folder))));
  found.forEach((stats, index) => stats && checkFolder(stats, folders[index] ?? ""));
  return !found.includes(undefined);
}

/** Makes the folders of stashes, with the permissions of the root. */
export class Folders {
  // By inode number, since a folder may be removed and made again.
  readonly #durable = new Map<string, number>();

  /**
   * Makes what is missing, so that it outlives a crash of the machine.
   *
   * @returns the root's permissions, which everything under it is given
   */
  async make({ root, drafts, folders }: Place): Promise<number> {
    const all = [...folders, drafts];
    // Looked at all at once, since as a rule they are there. The root itself may be a link: whoever
    // configures it, means it.
    const [found, ...there] = await Promise.all([
      unless("ENOENT", stat(root)),
      // Below a file (ENOTDIR) there is nothing either: the file is complained of when its turn comes.
      ...all.map((folder) => unless("ENOENT", unless("ENOTDIR", lstat(folder)))),
    ]);
    const mode = (found ?? (await makeRoot(root))).mode & PERMISSIONS;
    for (const [index, folder] of all.entries()) {
      const stats = there[index]
        ? checkFolder(there[index], folder)
        : await makeFolder(folder, mode);
      // Whoever made it may not have got as far as this, and may never.
      if (folder === drafts || this.#durable.get(folder) === stats.ino) continue;
      await syncFolder(dirname(folder));
      this.#durable.set(folder, stats.ino);
    }
    return mode;
  }
}

/** Waits until the entries of a folder are on the disk. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders; NTFS keeps a journal of its entries by itself.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function makeRoot(root: string): Promise<Stats> {
  const first = await mkdir(root, { recursive: true, mode: PRIVATE });
  if (first !== undefined) {
    const last = dirname(first);
    for (let folder = dirname(root); folder !== last; folder = dirname(folder)) {
      await syncFolder(folder);
    }
    await syncFolder(last);
  }
  return stat(root);
}

async function makeFolder(folder: string, mode: number): Promise<Stats> {
  try {
    await mkdir(folder, { mode });
  } catch (error) {
    const other = await unless("ENOENT", lstat(folder));
    if (!other) throw error;
    return checkFolder(other, folder); // another process was first
  }
  const made = checkFolder(await lstat(folder), folder);
  // What the umask took away, and mkdir(2) never gives: others of the group would be shut out.
  if ((made.mode & PERMISSIONS) !== mode) await chmod(folder, mode);
  return made;
}

/** A link could lead out of the root: none is followed. */
function checkFolder(stats: Stats, folder: string): Stats {
  if (stats.isDirectory()) return stats;
  const kind = stats.isSymbolicLink() ? "a symbolic link, which is not followed" : "not a folder";
  throw new BackendRemoteError(
    `backend "file" keeps its stashes in the folder ${folder}, but that is ${kind}: move it away`,
  );
}
