import { mapParallel } from "./parallel.js";

/** What became of messages that were read together. */
export interface Reading<M> {
  /** Those that may be handled, as they were before they were offloaded. */
  readonly read: M[];
  /** The others, as they came. */
  readonly left: M[];
  /** Why, for each of these that could not be read. */
  readonly failures: { readonly message: M; readonly error: Error }[];
}

/**
 * Reads messages a few at a time. One that fails does not concern the others, except those of its group
 * behind it: they may not overtake it.
 *
 * @param groupOf the group of a FIFO queue (`undefined` for all of them, where groups are not known), or a
 *   value of its own for each message of any other queue
 */
export async function readEach<M>(
  messages: readonly M[],
  read: (message: M) => Promise<M>,
  groupOf: (message: M) => string | undefined,
): Promise<Reading<M>> {
  const results = await mapParallel(messages, async (message) => {
    try {
      return { message: await read(message) };
    } catch (error) {
      return { message, error: error as Error };
    }
  });
  const reading: Reading<M> = { read: [], left: [], failures: [] };
  const blocked = new Set<string | undefined>();
  for (const { message, error } of results) {
    const group = groupOf(message);
    if (error) {
      blocked.add(group);
      reading.failures.push({ message, error });
    }
    (blocked.has(group) ? reading.left : reading.read).push(message);
  }
  return reading;
}
