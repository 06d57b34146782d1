import { setMaxListeners } from "node:events";
import { onAbort } from "./abort.js";

/**
 * Runs `step` for 0 to `count - 1`, several at a time, and yields the results in order.
 *
 * At most `width` of them are under way or in memory, including the one that the reader has been given.
 * The first failure aborts the others, as does leaving early; either way all have ended before this does.
 */
export async function* inOrder<T>(
  count: number,
  width: number,
  outer: AbortSignal | undefined,
  step: (index: number, signal: AbortSignal) => Promise<T>,
): AsyncGenerator<T, void, undefined> {
  const controller = new AbortController();
  const { signal } = controller;
  // Each step listens to it, and an SDK does so more than once: no sign of a leak.
  setMaxListeners(0, signal);
  const abort = (reason: unknown) => controller.abort(reason);
  const unlink = onAbort(outer, abort);
  const running: Promise<T>[] = [];
  try {
    for (let index = 0, next = 0; index < count; index += 1) {
      for (; next < count && next < index + width && !signal.aborted; next += 1) {
        const result = step(next, signal);
        // Only the first reason counts: what follows are the failures that the abort itself causes.
        result.catch(abort);
        running.push(result);
      }
      signal.throwIfAborted();
      yield await (running.shift() as Promise<T>).catch(() => {
        throw signal.reason;
      });
    }
  } finally {
    unlink();
    controller.abort();
    await Promise.allSettled(running);
  }
}
