import { createHasher, isChecksumAlgorithm, type ChecksumAlgorithm } from "./checksums.js";
import type { Content } from "./content.js";
import { S3Error } from "./errors.js";
import type { Part, Upload } from "./upload.js";

/** What CreateMultipartUpload says about checksums. @throws S3Error InvalidRequest, NotImplemented */
export function readUploadChecksum(headers: Readonly<Record<string, string>>): Upload["checksum"] {
  const algorithm = headers["x-amz-checksum-algorithm"]?.toLowerCase();
  const type = headers["x-amz-checksum-type"] ?? "COMPOSITE";
  if (algorithm === undefined) return undefined;
  if (!isChecksumAlgorithm(algorithm)) {
    throw new S3Error("NotImplemented", {}, `The checksum ${algorithm} is not implemented.`);
  }
  const possible = type === "COMPOSITE" || (type === "FULL_OBJECT" && algorithm.startsWith("crc"));
  if (!possible) throw new S3Error("InvalidRequest", {}, `${type} cannot be had of ${algorithm}.`);
  return { algorithm, type };
}

/** The checksum of an upload's object, in base64. */
export async function computeUploadChecksum(
  { algorithm, type }: NonNullable<Upload["checksum"]>,
  parts: readonly Part[],
): Promise<string> {
  const hasher = createHasher(algorithm);
  for (const part of parts) {
    if (type === "COMPOSITE") hasher.update(checksumBytes(part, algorithm));
    else await hashContent(part.content, hasher);
  }
  const value = hasher.digest().toString("base64");
  return type === "COMPOSITE" ? `${value}-${parts.length}` : value;
}

function checksumBytes(part: Part, algorithm: ChecksumAlgorithm): Buffer {
  return Buffer.from(part.checksums.get(algorithm) ?? "", "base64");
}

async function hashContent(content: Content, hasher: ReturnType<typeof createHasher>) {
  for await (const chunk of content.read(0, content.size)) hasher.update(chunk);
}
