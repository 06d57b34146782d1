import type { Attributes } from "./attributes.js";
import type { ChecksumAlgorithm } from "./checksums.js";
import { S3Error } from "./errors.js";
import type { Received } from "./receive.js";

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

/** @throws S3Error NoSuchUpload, also if the upload is of another key */
export function uploadOf(
  { uploads }: { readonly uploads: ReadonlyMap<string, Upload> },
  key: string,
  id: string,
): Upload {
  const upload = uploads.get(id);
  if (upload?.key !== key) throw new S3Error("NoSuchUpload", { UploadId: id });
  return upload;
}
