import { setTimeout as delay } from "node:timers/promises";
import { LongWait } from "../errors/long-wait.js";

// A store that asks for a longer wait is not waited for.
const LONGEST_ASKED_MS = 60_000;

/** How long is waited between attempts. */
export interface Pace {
  /** The longest wait before the second attempt, in ms; it doubles with each. Default 50. */
  readonly firstMs?: number;
  /** What a failure's answer has as `Retry-After` (RFC 9110, section 10.2.3), if it has one. */
  retryAfterOf?(failure: unknown): string | null | undefined;
}

/**
 * Runs a step until it succeeds, up to `attempts` times.
 *
 * @param isTransient whether a failure may pass; any other is thrown at once
 */
export async function retry<T>(
  attempts: number,
  signal: AbortSignal | undefined,
  isTransient: (error: unknown) => boolean,
  step: () => Promise<T>,
  pace?: Pace,
): Promise<T> {
  const backoff = backoffAfter(attempts, signal, pace);
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
 * To be called with each failure: it waits 25–50 ms (half of `firstMs` to all of it) before the second attempt and
 * twice as long before each that follows, and throws the failure of the last. What the store asks for comes on top, so
 * that those who were told the same do not all come back at once.
 *
 * @throws {LongWait} if that is over a minute
 */
export function backoffAfter(
  attempts: number,
  signal: AbortSignal | undefined,
  { firstMs = 50, retryAfterOf }: Pace = {},
): (failure: unknown) => Promise<void> {
  let failures = 0;
  return async (failure) => {
    failures += 1;
    const asked = askedMs(retryAfterOf?.(failure));
    if (failures >= attempts) throw failure;
    if (asked > LONGEST_ASKED_MS) throw new LongWait(asked, failure);
    const longest = firstMs * 2 ** (failures - 1);
    const ms = asked + longest * (0.5 + Math.random() / 2);
    await delay(ms, undefined, signal && { signal });
  };
}

/** A `Retry-After` is a number of seconds or a date. */
function askedMs(retryAfter: string | null | undefined): number {
  if (!retryAfter) return 0;
  const ms = /^\d+$/.test(retryAfter)
    ? Number(retryAfter) * 1000
    : Date.parse(retryAfter) - Date.now();
  return ms > 0 ? ms : 0;
}
