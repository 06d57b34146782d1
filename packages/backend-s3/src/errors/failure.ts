import { BackendRemoteError, isKstashError } from "@kstash/core";
import { reasonOf } from "./reasons.js";

/** What was asked of S3, for error messages. */
export interface Task {
  readonly verb: "store" | "read" | "share" | "remove";
  /** The redacted address. */
  readonly subject: string;
  readonly bucket: string;
}

/**
 * What the caller is thrown: the reason of an abort, an error of kstash's own as it is, and a
 * `BackendRemoteError` that says why and what to do for everything else.
 */
export function failure(error: unknown, task: Task, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  if (isKstashError(error)) return error;
  const { verb, subject, bucket } = task;
  return new BackendRemoteError(
    `backend "s3" could not ${verb} ${subject}: ${reasonOf(error, verb, bucket)}`,
    { cause: error },
  );
}

/** A stream whose errors are {@link failure}s. */
export async function* withFailures(
  chunks: AsyncIterable<Uint8Array>,
  task: Task,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* chunks;
  } catch (error) {
    throw failure(error, task, signal);
  }
}
