import type { BlockBlobClient } from "@azure/storage-blob";
import { ObjectReplaced } from "@kstash/backend-kit";
import { isAbsent, isReplaced } from "../errors/sdk-error.js";

/**
 * Makes sure that a blob that was found is no older than `refreshAfterSec`: lifecycle rules count from
 * its last modification. Of an older one the metadata is set again as it is, which counts as one.
 *
 * @throws {ObjectReplaced}
 */
export async function renew(
  blob: BlockBlobClient,
  refreshAfterSec: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const options = signal ? { abortSignal: signal } : {};
  try {
    const { date, lastModified, metadata, etag } = await blob.getProperties(options);
    // Both times are those of the store.
    if (date && lastModified && Number(date) - Number(lastModified) <= refreshAfterSec * 1000)
      return;
    const conditions = etag === undefined ? {} : { ifMatch: etag };
    await blob.setMetadata(metadata, { ...options, conditions });
  } catch (error) {
    if (isAbsent(error) || isReplaced(error)) throw new ObjectReplaced(error);
    throw error;
  }
}
