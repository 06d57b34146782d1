import type { Address } from "@kstash/core";
import type { Session } from "../client/connection.js";
import { objectUrl, sendForJson } from "../client/request.js";
import { isAbsent } from "../errors/gcs-error.js";

/** Removes an object, and says whether it was there. */
export async function remove(session: Session, address: Address): Promise<boolean> {
  try {
    await sendForJson(session, { method: "DELETE", url: objectUrl(session, address) });
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}
