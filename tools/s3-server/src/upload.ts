import type { Attributes } from "./attributes.js";
import type { ChecksumAlgorithm } from "./checksums.js";
import { S3Error } from "./errors.js";
import type { Received } from "./receive.js";
import type { Bucket } from "./store.js";

/** A part as it was received, and when. */
export type Part = Received & { readonly modified: number };

/** A multipart upload that is neither completed nor aborted. */
export interface Upload {
  readonly key: string;
  readonly initiated: number;
  readonly attributes: Attributes;
  readonly checksum:
    { readonly algorithm: ChecksumAlgorithm; readonly type: ChecksumType } | undefined;
  /** By part number. */
  readonly parts: Map<number, Part>;
}

/** Of all the bytes, or of the parts' checksums. */
export type ChecksumType = "FULL_OBJECT" | "COMPOSITE";

/** @throws S3Error NoSuchUpload, also where the upload is of another key */
export function uploadOf(bucket: Bucket, key: string, id: string): Upload {
  const upload = bucket.uploads.get(id);
  if (upload?.key !== key) throw new S3Error("NoSuchUpload", { UploadId: id });
  return upload;
}
