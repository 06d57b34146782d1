import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";

/** Every file under a root, drafts as well, as sorted paths relative to it; none where there is no root. */
export async function files(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .toSorted();
}
