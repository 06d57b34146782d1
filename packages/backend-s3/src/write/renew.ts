import { CopyObjectCommand, type HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import { ObjectReplaced, percentEncode } from "@kstash/backend-kit";
import type { Payload } from "@kstash/core";
import { type Session, until } from "../client/connection.js";
import { isAbsent, statusOf } from "../errors/sdk-error.js";
import type { S3PutOptions } from "../options.js";
import { headObject } from "./head-object.js";

/**
 * Makes sure that an object that was found is no older than `refreshAfterSec`: lifecycle rules count
 * from its last writing. An older one is copied onto itself, with all that is stored beside it.
 *
 * @throws {ObjectReplaced}
 */
export async function renew(
  session: Session,
  { namespace: Bucket, key: Key }: Pick<Payload, "namespace" | "key">,
  refreshAfterSec: number,
  options: S3PutOptions,
): Promise<void> {
  const { client, signal } = session;
  const { Tagging: _tags, Metadata: _metadata, ...fields } = options;
  try {
    const found = await headObject(session, { Bucket, Key });
    if (ageSec(found, client.config.systemClockOffset) <= refreshAfterSec) return;
    const copy = new CopyObjectCommand({
      ...fields,
      ...describedBy(found),
      Bucket,
      Key,
      CopySource: `${Bucket}/${Key.split("/").map(percentEncode).join("/")}`,
      CopySourceIfMatch: found.ETag,
      // S3 copies an object onto itself only if something is to change. Its tags come along.
      MetadataDirective: "REPLACE",
    });
    await client.send(copy, until(signal));
  } catch (cause) {
    if (!isAbsent(cause) && statusOf(cause) !== 412) throw cause;
    throw new ObjectReplaced(cause);
  }
}

/** @param offset of this machine's clock from the store's, in milliseconds: the SDK keeps it */
function ageSec({ LastModified }: HeadObjectCommandOutput, offset: number): number {
  if (!LastModified) return Number.POSITIVE_INFINITY;
  return (Date.now() + offset - LastModified.getTime()) / 1000;
}

/** What "REPLACE" would lose. */
function describedBy(found: HeadObjectCommandOutput) {
  const { CacheControl, ContentDisposition, ContentEncoding } = found;
  const { ContentLanguage, ContentType, Metadata } = found;
  const content = { ContentDisposition, ContentEncoding, ContentLanguage, ContentType };
  return { CacheControl, ...content, Metadata };
}
