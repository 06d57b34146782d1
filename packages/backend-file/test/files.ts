import { readdir, readlink } from "node:fs/promises";
import { join, relative } from "node:path";

/** Every file under a root, drafts as well, as sorted paths relative to it; none where there is no root. */
export async function files(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .toSorted();
}

/** How many files under a root this process holds open (on Linux, which says so). */
export async function openFiles(root: string): Promise<number> {
  const fds = await readdir("/proc/self/fd");
  const links = await Promise.allSettled(fds.map((fd) => readlink(`/proc/self/fd/${fd}`)));
  return links.filter((link) => link.status === "fulfilled" && link.value.startsWith(root)).length;
}
