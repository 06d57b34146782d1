/**
 * In a FIFO queue no message may overtake one of its group that could not be read: of each group, only
 * what comes before the first failure is kept. A message whose group is not known may be of any.
 *
 * @param groupOf the message group, `undefined` where the answer does not say it
 * @returns for each message whether it may be handled now
 */
export function keepOrder<T>(
  messages: readonly T[],
  hasFailed: (message: T) => boolean,
  groupOf: (message: T) => string | undefined,
): boolean[] {
  const blocked = new Set<string | undefined>();
  return messages.map((message) => {
    const group = groupOf(message);
    if (hasFailed(message)) blocked.add(group);
    return !blocked.has(group) && !blocked.has(undefined);
  });
}
