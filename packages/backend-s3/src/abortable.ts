import { setTimeout as delay } from "node:timers/promises";

/** The promise's outcome, or a rejection with the signal's reason as soon as that fires. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** Waits before attempt number `attempt` (2, 3, …): 25–50 ms, then twice as long each time. */
export async function backoff(attempt: number, signal: AbortSignal | undefined): Promise<void> {
  const longest = 50 * 2 ** (attempt - 2);
  await delay(longest * (0.5 + Math.random() / 2), undefined, signal && { signal });
}
