import type { StoredObject } from "./store.js";

/** An object's checksums as S3 gives them back. */
export function checksumHeaders(checksums: StoredObject["checksums"]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [algorithm, value] of checksums) {
    headers[`x-amz-checksum-${algorithm}`] = value;
    headers["x-amz-checksum-type"] = value.includes("-") ? "COMPOSITE" : "FULL_OBJECT";
  }
  return headers;
}
