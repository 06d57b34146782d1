import type { Address } from "@kstash/core";
import type { Connection } from "./connection.js";
import { getCommand } from "./get-command.js";
import { loadPresigner } from "./sdk.js";

/** A presigned GET of this one object ("Sharing objects with presigned URLs", S3 user guide). */
export async function share(
  { sdk, client }: Connection,
  address: Address,
  ttlSec: number,
): Promise<string> {
  const { getSignedUrl } = await loadPresigner();
  return getSignedUrl(client, getCommand(sdk, address), { expiresIn: ttlSec });
}
