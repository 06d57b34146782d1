import type { Address } from "@kstash/core";
import type { Session } from "../client/connection.js";
import { isTransient } from "../errors/gcs-error.js";

/**
 * A signed URL of this one object ("V4 signing process", Cloud Storage): by the service account's key on
 * this machine, or, where there is none, by Google (`signBlob` of the IAM Credentials API).
 */
export async function share(
  { storage }: Session,
  { namespace, key }: Address,
  ttlSec: number,
): Promise<string> {
  const file = storage.bucket(namespace).file(key);
  const expires = Date.now() + ttlSec * 1000;
  try {
    const [link] = await file.getSignedUrl({ version: "v4", action: "read", expires });
    return link;
  } catch (cause) {
    if (isTransient(cause)) throw cause;
    throw Object.assign(new Error((cause as Error).message, { cause }), { name: "SigningError" });
  }
}
