import type { Address } from "@kstash/core";
import { blobOf, type Session } from "../client/connection.js";
import { isAbsent } from "../errors/sdk-error.js";
import { keyFault } from "../names.js";

/** Removes a blob with its snapshots, and says whether it was there. */
export async function remove(session: Session, address: Address): Promise<boolean> {
  if (keyFault(address.key) !== undefined) return false;
  const { signal } = session;
  try {
    await blobOf(session, address).delete({
      deleteSnapshots: "include",
      ...(signal && { abortSignal: signal }),
    });
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}
