import { isKstashError, type KstashErrorCode } from "@kstash/core";
import { ApplicationFailure } from "@temporalio/common";

/**
 * What stays as it is however often it is tried. The rest passes, as a store that is down does, or ends
 * with the next deployment, as a config without the backend of an address does.
 */
const FINAL: ReadonlySet<KstashErrorCode> = new Set<KstashErrorCode>([
  "STASH_NOT_FOUND",
  "STASH_CORRUPTED",
  "STASH_TOO_LARGE",
  "INVALID_ADDRESS",
]);

/** An error of kstash's as Temporal's own; anything else, an abort above all, as it is. */
export function toFailure(error: unknown): unknown {
  if (!isKstashError(error)) return error;
  const { code, name, message } = error;
  return ApplicationFailure.create({
    message:
      code === "STASH_NOT_FOUND"
        ? `${message} (stashes have to outlive the workflows whose histories name them, and their retention)`
        : message,
    type: name,
    nonRetryable: FINAL.has(code),
    cause: error,
  });
}
