import type { Address } from "@kstash/core";
import type { Connection } from "../client/connection.js";
import { loadPresigner } from "../client/sdk.js";
import { getCommand } from "./get-object.js";

/** A presigned GET of this one object ("Sharing objects with presigned URLs", S3 user guide). */
export async function share(
  connection: Connection,
  address: Address,
  ttlSec: number,
): Promise<string> {
  const { client } = connection;
  const { getSignedUrl } = await loadPresigner();
  // The store judges by its own clock. By how many milliseconds this machine's is off, the client has
  // learned from the answers to its requests.
  const signingDate = new Date(Date.now() + client.config.systemClockOffset);
  return getSignedUrl(client, getCommand(connection, address), { expiresIn: ttlSec, signingDate });
}
