import { BackendRemoteError, isKstashError } from "@kstash/core";
import { reasonOf } from "./reasons.js";
import type { Task } from "./task.js";

/**
 * What the caller is thrown: the reason of an abort, an error of kstash as it is, and else a
 * `BackendRemoteError` where there is more to say than what the SDK says. What remains core wraps.
 */
export function failure(error: unknown, task: Task, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  if (isKstashError(error)) return error;
  const reason = reasonOf(error, task);
  if (reason === undefined) return error;
  return new BackendRemoteError(`backend "s3" could not ${task.verb} ${task.subject}: ${reason}`, {
    cause: error,
  });
}
