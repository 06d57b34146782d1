import type { Readable } from "node:stream";
import type { BlobDownloadOptions } from "@azure/storage-blob";
import { abortable, type ObjectReader, readObject, totalLength } from "@kstash/backend-kit";
import type { Address, Stored, StoredStream } from "@kstash/core";
import { blobOf, type Session } from "../client/connection.js";
import { isAbsent, isReplaced, statusOf } from "../errors/sdk-error.js";
import { keyFault } from "../names.js";

/** The blob at an address. */
export async function get(
  session: Session,
  address: Address,
  parallelAboveBytes: number | undefined,
  maxBytes: number,
): Promise<Stored | StoredStream | undefined> {
  if (keyFault(address.key) !== undefined) return undefined;
  const blob = blobOf(session, address);
  const reader: ObjectReader = {
    address,
    async open(range, version, signal) {
      const { start = 0, end } = range ?? {};
      const options: BlobDownloadOptions = { maxRetryRequests: 0 };
      if (version !== undefined) options.conditions = { ifMatch: version };
      if (signal) options.abortSignal = signal;
      const download = blob.download(start, end === undefined ? undefined : end - start, options);
      const { readableStreamBody, contentRange, contentLength, contentType, etag } =
        await abortable(download, signal);
      return {
        // In Node.js it is a Readable.
        body: readableStreamBody as Readable,
        isRange: contentRange !== undefined,
        length: totalLength(contentRange, contentLength),
        contentType: contentType ?? "",
        version: etag,
      };
    },
    refusalOf(error) {
      if (isAbsent(error)) return "absent";
      if (isReplaced(error)) return "replaced";
      return statusOf(error) === 416 ? "outOfRange" : undefined;
    },
  };
  return readObject(session, reader, parallelAboveBytes, maxBytes);
}
