import type { PutObjectCommand, PutObjectCommandInput } from "@aws-sdk/client-s3";
import { requestIn } from "./request.js";

/**
 * The header by which S3 checks the body that it receives: our digest, which is computed already. It
 * is signed, so it also binds the body where the signature itself does not cover it.
 */
export function bodyCheck(
  digest: string,
): Pick<PutObjectCommandInput, "ContentMD5" | "ChecksumSHA256"> {
  const base64 = Buffer.from(digest, "hex").toString("base64");
  return digest.length === 32 ? { ContentMD5: base64 } : { ChecksumSHA256: base64 };
}

// The SDK adds no checksum of its own to a request with a header of this prefix.
const PLACEHOLDER = "x-amz-checksum-kstash";

/**
 * Keeps the SDK from reading the body twice more, for its CRC32 and for the SHA-256 of the signature:
 *
 * - over https the payload is left unsigned ("UNSIGNED-PAYLOAD" of Signature Version 4): TLS protects
 *   it, and {@link bodyCheck} binds it;
 * - over http it is signed with our digest, where that is a SHA-256.
 *
 * Set on the command alone: the client may be the user's.
 */
export function makeLean(command: PutObjectCommand, digest: string): void {
  const { middlewareStack } = command;
  middlewareStack.add(
    (next) => (args) => {
      const { headers, protocol } = requestIn(args);
      headers[PLACEHOLDER] = "";
      if (protocol === "https:") headers["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD";
      else if (digest.length === 64) headers["x-amz-content-sha256"] = digest;
      return next(args);
    },
    { step: "build", priority: "high" },
  );
  middlewareStack.add(
    (next) => (args) => {
      delete requestIn(args).headers[PLACEHOLDER];
      return next(args);
    },
    { step: "build", priority: "low" },
  );
}
