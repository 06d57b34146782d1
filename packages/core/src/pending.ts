import type { Await } from "./backend.js";

/** Whether an answer is still to come: a promise, of whichever realm or library. */
export function isPending<T>(answer: Await<T>): answer is Promise<T> {
  return typeof (answer as { then?: unknown } | null | undefined)?.then === "function";
}

/**
 * Goes on with an answer, at once where it is there already: each `await` costs a small payload about
 * as much as its hash.
 */
export function andThen<A, B>(answer: Await<A>, proceed: (answer: A) => Await<B>): Await<B> {
  return isPending(answer) ? answer.then(proceed) : proceed(answer);
}
