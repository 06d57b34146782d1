import type { Address } from "@kstash/core";
import type { Connection } from "./connection.js";
import { isAbsent } from "./sdk-error.js";

/**
 * Removes an object, and says whether it was there. S3 answers a DELETE alike in either case, so it is
 * asked first; of two that remove at the same time, both may be told that it was there.
 */
export async function remove(
  { sdk, client }: Connection,
  { namespace, key }: Address,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const input = { Bucket: namespace, Key: key };
  const options = signal && { abortSignal: signal };
  try {
    await client.send(new sdk.HeadObjectCommand(input), options);
    await client.send(new sdk.DeleteObjectCommand(input), options);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}
