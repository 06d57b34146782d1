import { unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { haveFolders, syncFolder } from "./folders.js";
import type { Place } from "./layout.js";
import { undefinedOn } from "./system-errors.js";

/** Removes a stash durably. Returns whether it was there. */
export async function remove(
  { folders, path }: Place,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  signal?.throwIfAborted();
  if (!(await haveFolders(folders))) return false;
  const removed = await undefinedOn(
    "ENOENT",
    unlink(path).then(() => true),
  );
  if (!removed) return false;
  await syncFolder(dirname(path));
  return true;
}
