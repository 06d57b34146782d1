import type { HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Payload } from "@kstash/core";
import type { Connection } from "./connection.js";
import type { S3PutOptions } from "./options.js";
import { percentEncode } from "./metadata.js";
import { isAbsent, statusOf } from "./sdk-error.js";

/**
 * Sees to it that an object that was found is no older than `refreshAfterSec`: lifecycle rules count
 * from its last writing. An older one is copied onto itself, with all that is stored beside it.
 *
 * @returns false where it has gone meanwhile, or was written again: it is to be put once more
 */
export async function renew(
  { sdk, client }: Connection,
  { namespace: Bucket, key: Key }: Pick<Payload, "namespace" | "key">,
  refreshAfterSec: number,
  options: S3PutOptions,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const sending = signal && { abortSignal: signal };
  const { Tagging: _tags, Metadata: _metadata, ...fields } = options;
  try {
    const found = await client.send(new sdk.HeadObjectCommand({ Bucket, Key }), sending);
    if (ageSec(found, client.config.systemClockOffset) <= refreshAfterSec) return true;
    const copy = new sdk.CopyObjectCommand({
      ...fields,
      ...describedBy(found),
      ...(found.TagCount ? await tagsOf({ sdk, client }, { Bucket, Key }, signal) : {}),
      Bucket,
      Key,
      CopySource: `${Bucket}/${Key.split("/").map(percentEncode).join("/")}`,
      CopySourceIfMatch: found.ETag,
      // S3 copies onto itself only what it is told to change.
      MetadataDirective: "REPLACE",
    });
    await client.send(copy, sending);
    return true;
  } catch (error) {
    if (isAbsent(error) || statusOf(error) === 412) return false;
    throw error;
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
function describedBy({
  CacheControl,
  ContentDisposition,
  ContentEncoding,
  ContentLanguage,
  ContentType,
  Metadata,
}: HeadObjectCommandOutput) {
  return {
    CacheControl,
    ContentDisposition,
    ContentEncoding,
    ContentLanguage,
    ContentType,
    Metadata,
  };
}
