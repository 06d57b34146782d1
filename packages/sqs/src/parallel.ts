/**
 * Maps the items, a few at a time. The first failure ends what has begun and lets nothing more begin; it
 * is thrown once all have ended.
 */
export async function mapParallel<T, R>(
  items: readonly T[],
  map: (item: T, signal: AbortSignal) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const failed = new AbortController();
  const { signal } = failed;
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) {
      if (signal.aborted) return;
      results[index] = await map(item, signal);
    }
  };
  // Only the first reason counts: what follows are the failures that the abort itself causes.
  const stop = (error: unknown) => failed.abort(error);
  await Promise.all(Array.from({ length: LIMIT }, () => worker().catch(stop)));
  signal.throwIfAborted();
  return results;
}

// What one answer of SQS holds at most.
const LIMIT = 10;
