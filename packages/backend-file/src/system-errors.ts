import { BackendRemoteError, redact } from "@kstash/core";

const PERMISSION = "give this process's user the permission, or choose another root";

// POSIX.1-2017, 2.3 "Error Numbers": what each means here, and what to do about it.
const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full: make room on it, or choose another root",
  EDQUOT: "the disk quota is used up: raise it or make room, or choose another root",
  EFBIG: "the file would exceed the size limit: raise it (ulimit -f)",
  EACCES: `access is denied: ${PERMISSION}`,
  EPERM: `the operation is not permitted: ${PERMISSION}`,
  EROFS: "the file system is read-only: mount it writable, or choose another root",
  ENOTDIR: "a file stands where a folder has to be: move it away, or choose another root",
  ENOENT: "the root cannot be made, or its folders keep vanishing: choose another root",
  ELOOP: "the path is a loop of symbolic links: choose another root",
  ENAMETOOLONG: "the path of the root is too long: choose another one",
  EMFILE: "this process has too many files open: raise ulimit -n, or do less at once",
  ENFILE: "the system has too many files open: raise its limit, or do less at once",
  EIO: "the disk failed: check it, its cables and the system's log",
};

/**
 * Runs one operation. A system call that fails becomes a {@link BackendRemoteError} that says what to
 * do, with the system's error as its `cause`.
 *
 * @param verb what is done, for the message: `"read"`
 * @param address whose stash it is done to
 */
export async function explainErrors<T>(
  verb: string,
  address: string,
  root: string,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === undefined || !Object.hasOwn(REMEDIES, code)) throw cause;
    throw new BackendRemoteError(
      `backend "file" could not ${verb} ${redact(address)} under ${root}: ${REMEDIES[code]} (${(cause as Error).message})`,
      { cause },
    );
  }
}

/** The code of a failed system call, such as `"ENOENT"`; `undefined` for any other error. */
export function errnoOf(error: unknown): string | undefined {
  // Not by instanceof: in another context (Jest, node:vm), Node's errors belong to another Error class.
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : undefined;
}

/** Waits for a call, which may fail with this code: then the result is `undefined`. */
export async function undefinedOn<T>(code: string, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (errnoOf(error) === code) return undefined;
    throw error;
  }
}
