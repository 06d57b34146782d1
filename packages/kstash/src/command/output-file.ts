import { randomBytes } from "node:crypto";
import type { Stats } from "node:fs";
import { open, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";

/**
 * Writes a file whole or not at all: under a temporary name beside it, which it loses once everything
 * has arrived. A device or a pipe is written to directly.
 */
export async function writeFileWhole(path: string, content: Readable | Uint8Array): Promise<void> {
  const existing = await statIfThere(path);
  if (existing && !existing.isFile()) return write(path, "w", content);

  // Through a symbolic link, as any other program would write.
  const target = existing ? await realpath(path) : path;
  const temporary = join(dirname(target), `.kstash-${randomBytes(8).toString("hex")}`);
  try {
    await write(temporary, "wx", content, existing?.mode);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function write(
  path: string,
  flags: string,
  content: Readable | Uint8Array,
  mode?: number,
): Promise<void> {
  const file = await open(path, flags);
  try {
    if (mode !== undefined) await file.chmod(mode & 0o777);
    await writeFile(file, content);
  } finally {
    await file.close();
  }
}

async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
