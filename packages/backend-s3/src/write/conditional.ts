import type { Outcome } from "@kstash/backend-kit";
import { statusOf } from "../errors/sdk-error.js";

/** Runs a write that is to store nothing where something is. `write` adds the condition to its request. */
export type Conditionally = (
  write: (condition: { IfNoneMatch?: string }) => Promise<unknown>,
) => Promise<Outcome>;

/**
 * "Conditional writes" (S3 user guide). To a store that does not know them (501) it writes without: as
 * the key is made of the content, writing over what is there changes nothing.
 */
export function conditionalWrites(): Conditionally {
  // Whether the store knows them: false once it has shown that it does not.
  let known = true;
  return async (write) => {
    try {
      await write(known ? { IfNoneMatch: "*" } : {});
    } catch (error) {
      if (statusOf(error) === 412) return "found";
      if (statusOf(error) !== 501 || !known) throw error;
      await write({});
      known = false;
    }
    return "stored";
  };
}
