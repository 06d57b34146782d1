import type {
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { changeRequest } from "../client/request.js";

// The SDK by itself reads a body twice, for its CRC32 and for the SHA-256 of the signature (Signature
// Version 4). Here exactly one check covers each body, and nothing that is known is computed again.

const PAYLOAD_HASH = "x-amz-content-sha256";
const UNSIGNED = "UNSIGNED-PAYLOAD";
// The SDK adds no checksum of its own to a request with a header of this prefix.
const PLACEHOLDER = "x-amz-checksum-kstash";

/**
 * Lets S3 check a body by the digest of the address: MD5 or SHA-256, in lowercase hex. Over https the
 * signature leaves the payload out. Over http it has to cover it by a SHA-256; if that is the digest, it
 * is the check itself.
 */
export function checkByDigest(command: PutObjectCommand, digest: string): void {
  const base64 = Buffer.from(digest, "hex").toString("base64");
  changeRequest(command, "high", ({ protocol, headers }) => {
    const isTls = protocol === "https:";
    headers[PLACEHOLDER] = "";
    if (isTls) headers[PAYLOAD_HASH] = UNSIGNED;
    if (digest.length === 32) headers["content-md5"] = base64;
    else if (isTls) headers["x-amz-checksum-sha256"] = base64;
    else headers[PAYLOAD_HASH] = digest;
  });
  changeRequest(command, "low", ({ headers }) => void delete headers[PLACEHOLDER]);
}

/**
 * For the parts of an upload, of which there are no digests: over http the signature covers them; over
 * https the SDK's CRC32 is cheaper, and the signature leaves them out.
 */
export function checkParts(command: CreateMultipartUploadCommand | UploadPartCommand): void {
  changeRequest(command, "high", ({ protocol, headers }) => {
    if (protocol !== "https:") headers[PLACEHOLDER] = "";
  });
  changeRequest(command, "low", ({ headers }) => {
    delete headers[PLACEHOLDER];
    // There is none if the client's `requestChecksumCalculation` is "WHEN_REQUIRED".
    if (headers["x-amz-checksum-crc32"]) headers[PAYLOAD_HASH] = UNSIGNED;
  });
}
