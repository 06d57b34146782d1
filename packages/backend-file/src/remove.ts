import { unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { unless } from "./errno.js";
import { haveFolders, syncFolder } from "./folders.js";
import type { Place } from "./layout.js";

/** Removes the file, for good when this resolves; whether it was there. */
export async function remove({ folders, path }: Place): Promise<boolean> {
  if (!(await haveFolders(folders))) return false;
  const removed = await unless(
    "ENOENT",
    unlink(path).then(() => true),
  );
  if (!removed) return false;
  await syncFolder(dirname(path));
  return true;
}
