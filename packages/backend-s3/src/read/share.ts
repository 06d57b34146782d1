import { loadFor } from "@kstash/backend-kit";
import type { Address } from "@kstash/core";
import type { Connection } from "../client/connection.js";
import { getCommand } from "./get-object.js";

/** A presigned GET of this one object ("Sharing objects with presigned URLs", S3 user guide). */
export async function share(
  { client }: Connection,
  address: Address,
  ttlSec: number,
): Promise<string> {
  // On demand: it takes a tenth of the time in which a program starts.
  const { getSignedUrl } = await loadFor(
    "s3",
    "@aws-sdk/s3-request-presigner",
    () => import("@aws-sdk/s3-request-presigner"),
  );
  // The store judges by its own clock. By how many milliseconds this machine's is off, the client has
  // learned from the answers to its requests.
  const signingDate = new Date(Date.now() + client.config.systemClockOffset);
  return getSignedUrl(client, getCommand(address), { expiresIn: ttlSec, signingDate });
}
