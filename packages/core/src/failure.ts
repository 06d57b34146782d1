import type { Backend } from "./backend.js";
import { BackendRemoteError, isKstashError } from "./errors.js";
import { redactAll } from "./redact.js";

/**
 * Runs one call of a backend. Whatever it throws is wrapped once as {@link BackendRemoteError}, with
 * the cause; aborts and kstash's own errors are left alone.
 *
 * @param task what was asked, for the message: `read s3://stashes/context.…`
 */
export async function attempt<T>(
  backend: Backend,
  task: () => string,
  signal: AbortSignal | undefined,
  call: () => T | Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  try {
    return await call();
  } catch (cause) {
    if (isKstashError(cause)) throw cause;
    if (signal?.aborted) throw signal.reason;
    const why =
      cause instanceof Error ? `${cause.name}: ${redactAll(cause.message)}` : "no reason given";
    throw new BackendRemoteError(`backend "${backend.name}" could not ${task()}: ${why}`, {
      cause,
    });
  }
}
