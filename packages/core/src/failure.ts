import type { Await, Backend } from "./backend.js";
import { BackendRemoteError, isKstashError } from "./errors.js";
import { isPending } from "./pending.js";
import { redactAll } from "./redact.js";

/**
 * Runs one call of a backend. Whatever it throws is wrapped once as {@link BackendRemoteError}, with
 * the cause; aborts and kstash's own errors are left alone.
 *
 * @param task what was asked, for the message: `read s3://stashes/context.…`
 */
export function attempt<T>(
  backend: Backend,
  task: () => string,
  signal: AbortSignal | undefined,
  call: () => Await<T>,
): Await<T> {
  signal?.throwIfAborted();
  const fail = (cause: unknown) => {
    throw failure(backend, task, signal, cause);
  };
  try {
    const answer = call();
    return isPending(answer) ? Promise.resolve(answer).catch(fail) : answer;
  } catch (cause) {
    return fail(cause);
  }
}

/** What the caller gets for what a backend threw. */
export function failure(
  backend: Backend,
  task: () => string,
  signal: AbortSignal | undefined,
  cause: unknown,
): unknown {
  if (isKstashError(cause)) return cause;
  if (signal?.aborted) return signal.reason;
  return new BackendRemoteError(
    `backend "${backend.name}" could not ${task()}: ${reasonOf(cause)}`,
    { cause },
  );
}

/** Not by `instanceof`: Node's own errors are of another `Error` in a context of its own (Jest, node:vm). */
function reasonOf(cause: unknown): string {
  const { name, message } = (cause ?? {}) as { name?: unknown; message?: unknown };
  if (typeof message !== "string") return "no reason given";
  return `${typeof name === "string" ? name : "Error"}: ${redactAll(message)}`;
}
