import { retry } from "../async/retry.js";

/** Whether a payload was stored now, or found to be there already. */
export type Outcome = "stored" | "found";

/** The object that was found is no longer there, or was written again: it has to be put once more. */
export class ObjectReplaced extends Error {
  override readonly name = "ObjectReplaced";

  constructor(cause: unknown) {
    super("the object was removed or replaced each time it was found", { cause });
  }
}

/**
 * Stores a payload unless it is there, and renews what is found.
 *
 * @param renew throws {@link ObjectReplaced} if the object is there no more
 */
export function storeOrRenew(
  signal: AbortSignal | undefined,
  store: () => Promise<Outcome>,
  renew: () => Promise<void>,
): Promise<void> {
  const wasReplaced = (error: unknown) => error instanceof ObjectReplaced;
  return retry(3, signal, wasReplaced, async () => {
    if ((await store()) === "found") await renew();
  });
}
