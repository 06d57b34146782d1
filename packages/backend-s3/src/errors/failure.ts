import { BackendRemoteError, isKstashError, redact } from "@kstash/core";
import { reasonOf, type Task } from "./reasons.js";

/**
 * What the caller is thrown: the reason of an abort, an error of kstash's own as it is, and a
 * `BackendRemoteError` that says why and what to do for everything else.
 */
export function failure(error: unknown, task: Task, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  if (isKstashError(error)) return error;
  const what = `${task.verb} ${redact(task.address)}`;
  const message = `backend "s3" could not ${what}: ${reasonOf(error, task)}`;
  return new BackendRemoteError(message, { cause: error });
}
