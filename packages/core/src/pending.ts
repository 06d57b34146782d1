import type { Await } from "./backend.js";

/**
 * Whether an answer is still to come: a promise, of whichever realm or library. An answer that is
 * there already is used at once: each `await` costs a small payload about as much as its hash.
 */
export function isPending<T>(answer: Await<T>): answer is Promise<T> {
  return typeof (answer as { then?: unknown } | null | undefined)?.then === "function";
}
