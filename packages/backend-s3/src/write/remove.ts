import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import type { Address } from "@kstash/core";
import { type Session, until } from "../client/connection.js";
import { isAbsent } from "../errors/sdk-error.js";
import { headObject } from "./head-object.js";

/**
 * Removes an object, and says whether it was there. S3 answers a DELETE alike in either case, so it is
 * asked first; of two that remove at the same time, both may be told that it was there.
 */
export async function remove(session: Session, { namespace, key }: Address): Promise<boolean> {
  const { client, signal } = session;
  const object = { Bucket: namespace, Key: key };
  try {
    await headObject(session, object);
    await client.send(new DeleteObjectCommand(object), until(signal));
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}
