/**
 * Runs a task for each item, at most `limit` of them at a time, and answers in the items' order. The
 * first failure, or the caller's abort, stops the others, and is thrown once they have ended.
 */
export async function inParallel<T, R>(
  items: readonly T[],
  limit: number,
  abortSignal: AbortSignal | undefined,
  task: (item: T, signal: AbortSignal) => Promise<R>,
): Promise<R[]> {
  const failed = new AbortController();
  const signal = abortSignal ? AbortSignal.any([abortSignal, failed.signal]) : failed.signal;
  const results: R[] = Array.from({ length: items.length });
  // One iterator for all: each takes the next item when it is done with one.
  const waiting = items.entries();
  const work = async () => {
    for (const [index, item] of waiting) {
      signal.throwIfAborted();
      results[index] = await task(item, signal);
    }
  };
  const workers = Array.from({ length: Math.min(limit, items.length) }, () =>
    work().catch((error: unknown) => failed.abort(error)),
  );
  await Promise.all(workers);
  signal.throwIfAborted();
  return results;
}
