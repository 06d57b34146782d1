import type {
  CreateMultipartUploadCommand,
  PutObjectCommand,
  PutObjectCommandInput,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { changeRequest, type Request } from "../client/request.js";

// Every byte that is sent is bound by one check, and no byte is hashed for a second one. By itself the
// SDK reads a body twice: for its CRC32, and for the SHA-256 of the signature.

/** The header by which S3 checks a whole body: our digest, which is computed already, and is signed. */
export function bodyCheck(
  digest: string,
): Pick<PutObjectCommandInput, "ContentMD5" | "ChecksumSHA256"> {
  const base64 = Buffer.from(digest, "hex").toString("base64");
  return digest.length === 32 ? { ContentMD5: base64 } : { ChecksumSHA256: base64 };
}

/**
 * For a body with a {@link bodyCheck}: the SDK adds no checksum. Over https the payload is left unsigned
 * ("UNSIGNED-PAYLOAD" of Signature Version 4). Over http it has to be signed with a SHA-256: where that is
 * what our digest is, the signature itself is the check, and S3 computes no other.
 */
export function checkOnce(command: PutObjectCommand, digest: string): void {
  changeRequest(command, "high", (request) => {
    withoutChecksum(request);
    if (isTls(request)) leaveUnsigned(request);
    else if (digest.length === 64) {
      request.headers[PAYLOAD_HASH] = digest;
      delete request.headers["x-amz-checksum-sha256"];
    }
  });
  changeRequest(command, "low", ({ headers }) => void delete headers[PLACEHOLDER]);
}

/**
 * For the parts of an upload, of which we have no digests: over http the signature covers them, and
 * the SDK adds no checksum; over https its CRC32 is the cheaper, and they are left unsigned.
 */
export function checkPartsOnce(command: CreateMultipartUploadCommand | UploadPartCommand): void {
  changeRequest(command, "high", (request) => {
    if (!isTls(request)) withoutChecksum(request);
  });
  changeRequest(command, "low", (request) => {
    delete request.headers[PLACEHOLDER];
    // No checksum: `requestChecksumCalculation` of the client is "WHEN_REQUIRED".
    if (request.headers["x-amz-checksum-crc32"]) leaveUnsigned(request);
  });
}

const PAYLOAD_HASH = "x-amz-content-sha256";
// The SDK adds no checksum of its own to a request with a header of this prefix.
const PLACEHOLDER = "x-amz-checksum-kstash";

function isTls({ protocol }: Request): boolean {
  return protocol === "https:";
}

function withoutChecksum({ headers }: Request): void {
  headers[PLACEHOLDER] = "";
}

function leaveUnsigned({ headers }: Request): void {
  headers[PAYLOAD_HASH] = "UNSIGNED-PAYLOAD";
}
