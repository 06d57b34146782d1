import type { Await } from "./backend.js";

/** Whether an answer is still to come: a promise, of whichever realm or library. */
export function isPending<T>(answer: Await<T>): answer is Promise<T> {
  return typeof (answer as { then?: unknown } | null | undefined)?.then === "function";
}

/**
 * Goes on with an answer, at once where it is there already: each `await` costs a small payload about
 * as much as its hash. What else `proceed` is to be given comes behind it, since a closure at each step
 * costs as well.
 */
export function andThen<A, B, Rest extends unknown[]>(
  answer: Await<A>,
  proceed: (answer: A, ...rest: Rest) => Await<B>,
  ...rest: Rest
): Await<B> {
  return isPending(answer) ? later(answer, proceed, rest) : proceed(answer, ...rest);
}

function later<A, B, Rest extends unknown[]>(
  answer: Promise<A>,
  proceed: (answer: A, ...rest: Rest) => Await<B>,
  rest: Rest,
): Promise<B> {
  return answer.then((value) => proceed(value, ...rest));
}
