import { BackendRemoteError } from "@kstash/core";
import { errnoOf } from "./errno.js";

const PERMISSION = "give this process's user the permission, or choose another root";

// POSIX.1-2017, 2.3 "Error Numbers": what each means here, and what to do about it.
const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full: make room on it, or choose another root",
  EDQUOT: "the disk quota is used up: raise it or make room, or choose another root",
  EFBIG: "the file would be larger than is allowed here: raise the limit (ulimit -f)",
  EACCES: `access is denied: ${PERMISSION}`,
  EPERM: `it is not permitted: ${PERMISSION}`,
  EROFS: "the file system is read-only: mount it writable, or choose another root",
  ENOTDIR: "a file stands where a folder has to be: move it away, or choose another root",
  ENOENT: "the root cannot be made there, or its folders vanish: choose another root",
  ELOOP: "the path is a loop of symbolic links: choose another root",
  ENAMETOOLONG: "the path of the root is too long: choose another one",
  EMFILE: "this process has too many files open: raise ulimit -n, or do less at once",
  ENFILE: "the system has too many files open: raise its limit, or do less at once",
  EIO: "the disk failed: check it, and its cables and logs",
};

/**
 * Runs one operation; a failed system call becomes a {@link BackendRemoteError} that says what to do,
 * with the call's own error as `cause`.
 *
 * @param task what was asked, for the message: `read file://stashes/context.…`
 */
export async function explained<T>(
  task: () => string,
  root: string,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === undefined || !Object.hasOwn(REMEDIES, code)) throw cause;
    throw new BackendRemoteError(
      `backend "file" could not ${task()} under ${root}: ${REMEDIES[code]} (${(cause as Error).message})`,
      { cause },
    );
  }
}
