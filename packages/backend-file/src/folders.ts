import type { Stats } from "node:fs";
import { chmod, lstat, mkdir, open, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { BackendRemoteError } from "@kstash/core";
import type { Place } from "./layout.js";
import { undefinedOn } from "./system-errors.js";

/** The mode of a root that this package makes: for its owner alone. */
const PRIVATE = 0o700;
const PERMISSIONS = 0o7777;

/** Whether all of these folders exist. @throws {BackendRemoteError} if one is a link or a file */
export async function haveFolders(folders: readonly string[]): Promise<boolean> {
  const found = await Promise.all(folders.map((folder) => undefinedOn("ENOENT", lstat(folder))));
  found.forEach((stats, index) => stats && checkFolder(stats, folders[index] ?? ""));
  return !found.includes(undefined);
}

/** Makes the folders for stashes, with the permissions of the root. */
export class Folders {
  /** Whether what is made survives a crash of the machine. */
  readonly durable: boolean;
  // By inode number, since a folder may be removed and made again.
  readonly #flushed = new Map<string, number>();

  constructor(durable: boolean) {
    this.durable = durable;
  }

  /**
   * Makes the missing folders.
   *
   * @returns the permissions of the root, which everything under it is given
   */
  async make({ root, drafts, folders }: Place): Promise<number> {
    const all = [...folders, drafts];
    // All at once, since they usually exist. The root itself may be a link: whoever configured it chose it.
    const [found, ...there] = await Promise.all([
      undefinedOn("ENOENT", stat(root)),
      // Nothing exists below a file either (ENOTDIR): the loop complains when it gets to the file.
      ...all.map((folder) => undefinedOn("ENOENT", undefinedOn("ENOTDIR", lstat(folder)))),
    ]);
    const mode = (found ?? (await makeRoot(root))).mode & PERMISSIONS;
    for (const [index, folder] of all.entries()) {
      const stats = there[index]
        ? checkFolder(there[index], folder)
        : await makeFolder(folder, mode);
      // Whoever made it may have died before flushing it.
      if (!this.durable || folder === drafts || this.#flushed.get(folder) === stats.ino) continue;
      await syncFolder(dirname(folder));
      this.#flushed.set(folder, stats.ino);
    }
    return mode;
  }
}

/** Flushes the entries of a folder to the disk. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders; NTFS journals their entries by itself.
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
    const other = await undefinedOn("ENOENT", lstat(folder));
    if (!other) throw error;
    return checkFolder(other, folder); // another process was first
  }
  const made = checkFolder(await lstat(folder), folder);
  // Restores what the umask took away and mkdir(2) never gives, so that the group is not shut out.
  if ((made.mode & PERMISSIONS) !== mode) await chmod(folder, mode);
  return made;
}

/** Follows no link, which could lead out of the root. */
function checkFolder(stats: Stats, folder: string): Stats {
  if (stats.isDirectory()) return stats;
  const kind = stats.isSymbolicLink() ? "a symbolic link, which is not followed" : "not a folder";
  throw new BackendRemoteError(
    `backend "file" keeps its stashes in the folder ${folder}, but that is ${kind}: move it away`,
  );
}
