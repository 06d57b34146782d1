import { BackendRemoteError, isKstashError, redact } from "@kstash/core";
import { BrokenBody } from "./broken-body.js";
import { LongWait } from "./long-wait.js";
import { type NetworkAdvice, networkReason } from "./network-reasons.js";

/** What was asked of a store. */
export interface Task {
  readonly verb: "store" | "read" | "share" | "remove";
  /** The address, not fit for messages yet. */
  readonly address: string;
  readonly namespace: string;
}

/** Why a task failed, and what to do. */
export type Reason = (task: Task) => string;

/** How a store's errors read. */
export interface StoreErrors {
  /** The store's own code of an error, or the kind of the SDK's: whatever `byName` knows it by. */
  nameOf(error: unknown): string;
  /** The HTTP status; `undefined` if there was no answer. */
  statusOf(error: unknown): number | undefined;
  readonly byName: Readonly<Record<string, Reason>>;
  /** For what `byName` does not have. */
  readonly byStatus: Readonly<Record<number, Reason>>;
  readonly network: NetworkAdvice;
}

/**
 * What the caller is thrown: the reason of an abort, an error of kstash's own as it is, and a
 * `BackendRemoteError` that says why and what to do for everything else.
 */
export function explain(
  backend: string,
  errors: StoreErrors,
  error: unknown,
  task: Task,
  signal: AbortSignal | undefined,
): unknown {
  if (signal?.aborted) return signal.reason;
  if (isKstashError(error)) return error;
  const what = `${task.verb} ${redact(task.address)}`;
  const message = `backend "${backend}" could not ${what}: ${reasonOf(errors, error, task)}`;
  return new BackendRemoteError(message, {
    cause: error instanceof LongWait ? error.cause : error,
  });
}

/** For what is not foreseen, what the error itself says. */
function reasonOf(errors: StoreErrors, error: unknown, task: Task): string {
  if (error instanceof BrokenBody) {
    return `the answer broke off, also when it was asked for again: try again later (${error.name})`;
  }
  if (error instanceof LongWait) {
    const { seconds, cause } = error;
    return `the store is overloaded, and asks to be left alone for ${seconds} s: try again after that${wordsOf(errors, cause)}`;
  }
  const { byName, byStatus, network } = errors;
  const name = errors.nameOf(error);
  const status = errors.statusOf(error);
  const reason = Object.hasOwn(byName, name) ? byName[name] : byStatus[status ?? 0];
  if (!reason) return networkReason(error, network) ?? ownWords(error);
  return `${reason(task)}${wordsOf(errors, error)}`;
}

/** The store's own words for it, to look up: ` (NoSuchBucket, HTTP 404)`. */
function wordsOf(errors: StoreErrors, error: unknown): string {
  const status = errors.statusOf(error);
  const words = [errors.nameOf(error), status === undefined ? "" : `HTTP ${status}`];
  return ` (${words.filter(Boolean).join(", ")})`;
}

/** In one line, and without the query of any link, which could be signed. */
function ownWords(error: unknown): string {
  if (!(error instanceof Error)) return "no reason given";
  const shown = error.message.slice(0, 1000).replace(/(:\/\/[^\s?]*)\?[^\s"'<>]*/g, "$1?…");
  return `${error.name}: ${shown.replace(/\p{C}+/gu, " ")}`;
}
