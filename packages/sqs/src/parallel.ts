/** Maps the items, a few at a time, and fails with the first that fails. */
export async function mapParallel<T, R>(
  items: readonly T[],
  map: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await map(item);
  };
  await Promise.all(Array.from({ length: LIMIT }, worker));
  return results;
}

// What one answer of SQS holds at most.
const LIMIT = 10;
