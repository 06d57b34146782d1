import { redactAll } from "../address/redact.js";
import { BackendRemoteError, isKstashError } from "../errors.js";
import type { Await, Backend } from "./backend.js";

/**
 * Runs one call of a backend. What it throws is wrapped once as {@link BackendRemoteError}, with the
 * cause; aborts and kstash's own errors pass as they are.
 *
 * @param task what was asked, for the message: `read s3://stashes/context.…`
 */
export async function call<T>(
  backend: Backend,
  task: string,
  signal: AbortSignal | undefined,
  run: () => Await<T>,
): Promise<T> {
  signal?.throwIfAborted();
  try {
    return await run();
  } catch (cause) {
    if (isKstashError(cause)) throw cause;
    if (signal?.aborted) throw signal.reason;
    throw new BackendRemoteError(
      `backend "${backend.name}" could not ${task}: ${reasonOf(cause)}`,
      { cause },
    );
  }
}

/** Not by `instanceof`: Node's own errors are of another `Error` in a context of its own (Jest, node:vm). */
function reasonOf(cause: unknown): string {
  const { name, message } = (cause ?? {}) as { name?: unknown; message?: unknown };
  if (typeof message !== "string") return "no reason given";
  return `${typeof name === "string" ? name : "Error"}: ${redactAll(message)}`;
}
