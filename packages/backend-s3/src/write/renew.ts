import type { HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Payload } from "@kstash/core";
import type { Connection } from "../client/connection.js";
import { isAbsent, statusOf } from "../errors/sdk-error.js";
import type { S3PutOptions } from "../options.js";
import { headObject } from "./head-object.js";
import { percentEncode } from "./metadata.js";

/** The object that was found is no longer there, or was written again: it has to be put once more. */
export class ObjectReplaced extends Error {
  override readonly name = "ObjectReplaced";
}

/**
 * Makes sure that an object that was found is no older than `refreshAfterSec`: lifecycle rules count
 * from its last writing. An older one is copied onto itself, with all that is stored beside it.
 *
 * @throws {ObjectReplaced}
 */
export async function renew(
  connection: Connection,
  { namespace: Bucket, key: Key }: Pick<Payload, "namespace" | "key">,
  refreshAfterSec: number,
  options: S3PutOptions,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { sdk, client } = connection;
  const sending = signal && { abortSignal: signal };
  const { Tagging: _tags, Metadata: _metadata, ...fields } = options;
  try {
    const found = await headObject(connection, { Bucket, Key }, signal);
    if (ageSec(found, client.config.systemClockOffset) <= refreshAfterSec) return;
    const copy = new sdk.CopyObjectCommand({
      ...fields,
      ...describedBy(found),
      ...(found.TagCount ? await tagsOf(connection, { Bucket, Key }, signal) : {}),
      Bucket,
      Key,
      CopySource: `${Bucket}/${Key.split("/").map(percentEncode).join("/")}`,
      CopySourceIfMatch: found.ETag,
      // S3 copies onto itself only what it is told to change.
      MetadataDirective: "REPLACE",
    });
    await client.send(copy, sending);
  } catch (cause) {
    if (!isAbsent(cause) && statusOf(cause) !== 412) throw cause;
    const what = "the object was removed or replaced each time that it was found";
    throw new ObjectReplaced(what, { cause });
  }
}

/** @param offset of this machine's clock from the store's, in milliseconds: the SDK keeps it */
function ageSec({ LastModified }: HeadObjectCommandOutput, offset: number): number {
  if (!LastModified) return Number.POSITIVE_INFINITY;
  return (Date.now() + offset - LastModified.getTime()) / 1000;
}

/** Said expressly: S3 by itself would keep the tags, Ceph loses them. */
async function tagsOf(
  { sdk, client }: Connection,
  object: { Bucket: string; Key: string },
  signal: AbortSignal | undefined,
) {
  const asking = new sdk.GetObjectTaggingCommand(object);
  const { TagSet = [] } = await client.send(asking, signal && { abortSignal: signal });
  const pairs = TagSet.map(({ Key = "", Value = "" }) => [Key, Value].map(percentEncode).join("="));
  return { Tagging: pairs.join("&"), TaggingDirective: "REPLACE" } as const;
}

/** What "REPLACE" would lose. */
function describedBy(found: HeadObjectCommandOutput) {
  const { CacheControl, ContentDisposition, ContentEncoding } = found;
  const { ContentLanguage, ContentType, Metadata } = found;
  const content = { ContentDisposition, ContentEncoding, ContentLanguage, ContentType };
  return { CacheControl, ...content, Metadata };
}
