/** Runs a task at once, or as soon as one of those that run has ended. */
export type Limit = <T>(task: () => Promise<T>) => Promise<T>;

/** Lets no more than so many tasks run at once; the others wait in the order in which they came. */
export function limitTo(most: number): Limit {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running < most) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      // Whoever is next takes over the place.
      if (next) next();
      else running -= 1;
    }
  };
}

/**
 * Does the work for each item. Once it has failed for one, it is begun for no other, and the first failure
 * is thrown when all that had begun have ended.
 */
export async function forEachLimited<T, R>(
  items: readonly T[],
  limit: Limit,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const failures: unknown[] = [];
  const tasks = items.map((item, index) =>
    limit(async () => {
      if (failures.length > 0) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        failures.push(error);
      }
    }),
  );
  await Promise.all(tasks);
  if (failures.length > 0) throw failures[0];
  return results;
}
