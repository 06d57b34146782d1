import { setTimeout as delay } from "node:timers/promises";

/**
 * Runs a step until it succeeds, up to `attempts` times.
 *
 * @param isTransient whether a failure may pass; any other is thrown at once
 * @param firstMs the longest wait before the second attempt; it doubles with each
 */
export async function retry<T>(
  attempts: number,
  signal: AbortSignal | undefined,
  isTransient: (error: unknown) => boolean,
  step: () => Promise<T>,
  firstMs?: number,
): Promise<T> {
  const backoff = backoffAfter(attempts, signal, firstMs);
  for (;;) {
    try {
      return await step();
    } catch (error) {
      if (!isTransient(error)) throw error;
      await backoff(error);
    }
  }
}

/**
 * To be called with each failure: it waits 25–50 ms (`firstMs`) before the second attempt and twice as long before
 * each that follows, and throws the failure of the last.
 */
export function backoffAfter(
  attempts: number,
  signal: AbortSignal | undefined,
  firstMs = 50,
): (failure: unknown) => Promise<void> {
  let failures = 0;
  return async (failure) => {
    failures += 1;
    if (failures >= attempts) throw failure;
    const longest = firstMs * 2 ** (failures - 1);
    await delay(longest * (0.5 + Math.random() / 2), undefined, signal && { signal });
  };
}
