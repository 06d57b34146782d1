import type { Changes, Request } from "../client/request.js";

// The SDK by itself reads a body twice, for its CRC32 and for the SHA-256 of the signature (Signature
// Version 4). Here exactly one check covers each body, and nothing that is known is computed again.

const PAYLOAD_HASH = "x-amz-content-sha256";
const UNSIGNED = "UNSIGNED-PAYLOAD";
// The SDK adds no checksum of its own to a request with a header of this prefix.
const PLACEHOLDER = "x-amz-checksum-kstash";

/**
 * The fields of a PutObject by which S3 checks the body: by the digest of its address, which is MD5 or
 * SHA-256 in lowercase hex.
 */
export function checkOf(digest: string): { ContentMD5: string } | { ChecksumSHA256: string } {
  const base64 = Buffer.from(digest, "hex").toString("base64");
  return digest.length === 32 ? { ContentMD5: base64 } : { ChecksumSHA256: base64 };
}

/**
 * For a PutObject with such a field. Over https the signature leaves the payload out. Over http it has to
 * cover it by a SHA-256; if that is the digest, it is the check itself.
 */
export const CHECKED_BY_DIGEST: Changes = {
  early({ protocol, headers }, { ChecksumSHA256 }) {
    headers[PLACEHOLDER] = "";
    if (protocol === "https:") headers[PAYLOAD_HASH] = UNSIGNED;
    else if (ChecksumSHA256) {
      headers[PAYLOAD_HASH] = Buffer.from(ChecksumSHA256, "base64").toString("hex");
      delete headers["x-amz-checksum-sha256"];
    }
  },
  late: ({ headers }) => void delete headers[PLACEHOLDER],
};

// For an upload in parts, of which there are no digests: over http the signature covers each part; over https the
// SDK's CRC32 is cheaper, and the signature leaves it out.

const withoutCrcOverHttp: Changes["early"] = ({ protocol, headers }) => {
  if (protocol !== "https:") headers[PLACEHOLDER] = "";
};

function unsignedIfCrc({ headers }: Request) {
  delete headers[PLACEHOLDER];
  // There is none if the client's `requestChecksumCalculation` is "WHEN_REQUIRED".
  if (headers["x-amz-checksum-crc32"]) headers[PAYLOAD_HASH] = UNSIGNED;
}

/** For a CreateMultipartUpload. */
export const CHECKED_BY_PARTS: Changes = { early: withoutCrcOverHttp, late: unsignedIfCrc };

/** For an UploadPart. */
export const CHECKED_PART: Changes = {
  early: withoutCrcOverHttp,
  late(request) {
    unsignedIfCrc(request);
    // For a body of 2 MiB or more the SDK asks to be let in first, on a new connection each time.
    delete request.headers["Expect"];
  },
};
