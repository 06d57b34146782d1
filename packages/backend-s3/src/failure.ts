import { BackendRemoteError } from "@kstash/core";
import { reasonOf } from "./reasons.js";
import type { Task } from "./task.js";

/**
 * What the caller is thrown: the reason of an abort, or a `BackendRemoteError` where there is more to
 * say than what the SDK says. All else as it is: kstash's own errors, and what core wraps.
 */
export function failure(error: unknown, task: Task, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  const reason = reasonOf(error, task);
  if (reason === undefined) return error;
  return new BackendRemoteError(`backend "s3" could not ${task.verb} ${task.subject}: ${reason}`, {
    cause: error,
  });
}
