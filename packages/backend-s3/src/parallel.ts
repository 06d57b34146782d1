/**
 * Runs `step` for 0 to `count - 1`, at most `width` at a time. Where one fails, the others are aborted,
 * and what it failed with is thrown when all have ended.
 */
export async function inParallel(
  count: number,
  width: number,
  outer: AbortSignal | undefined,
  step: (index: number, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const inner = new AbortController();
  const abort = () => inner.abort(outer?.reason);
  if (outer?.aborted) abort();
  outer?.addEventListener("abort", abort, { once: true });
  let next = 0;
  const failures: unknown[] = [];
  const work = async () => {
    while (next < count && !inner.signal.aborted) {
      const index = next;
      next += 1;
      try {
        await step(index, inner.signal);
      } catch (error) {
        failures.push(error);
        inner.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, work));
  outer?.removeEventListener("abort", abort);
  outer?.throwIfAborted();
  if (failures.length > 0) throw failures[0];
}
