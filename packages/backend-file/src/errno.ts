/** The code of a failed system call (`"ENOENT"`); `undefined` for any other error. */
export function errnoOf(error: unknown): string | undefined {
  // Not by instanceof: in a context of its own (Jest, node:vm) the errors of Node are of another Error.
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : undefined;
}

/** What the call answers, or `undefined` where it fails with this code. */
export async function unless<T>(code: string, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (errnoOf(error) === code) return undefined;
    throw error;
  }
}
