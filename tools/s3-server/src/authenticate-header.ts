import type { Authenticated, AuthenticationContext } from "./authentication.js";
import { checkSignature, checkSignedHeaders, readCredential } from "./check-signature.js";
import { S3Error } from "./errors.js";
import type { S3Request } from "./request.js";
import { parseTimestamp } from "./timestamp.js";

const maxSkewMs = 15 * 60 * 1000;

/**
 * Signature Version 4 in the Authorization header.
 * @throws S3Error AuthorizationHeaderMalformed, RequestTimeTooSkewed, InvalidRequest, and those of the check
 */
export function authenticateHeader(
  request: S3Request,
  context: AuthenticationContext,
): Authenticated {
  const fields =
    /^AWS4-HMAC-SHA256 +Credential=([^,]+), *SignedHeaders=([^,]+), *Signature=(\w+)$/.exec(
      request.sentHeaders["authorization"] ?? "",
    );
  if (!fields) throw new S3Error("AuthorizationHeaderMalformed");
  const [, credential = "", signedHeaders = "", signature = ""] = fields;

  const timestamp = request.sentHeaders["x-amz-date"] ?? "";
  const time = parseTimestamp(timestamp);
  if (time === undefined) {
    throw new S3Error("AccessDenied", {}, "AWS authentication requires a valid x-amz-date header");
  }
  if (Math.abs(context.now - time) > maxSkewMs) {
    throw new S3Error("RequestTimeTooSkewed", {
      RequestTime: timestamp,
      ServerTime: new Date(context.now).toISOString(),
      MaxAllowedSkewMilliseconds: String(maxSkewMs),
    });
  }

  const payloadHash = request.sentHeaders["x-amz-content-sha256"];
  if (!payloadHash) {
    throw new S3Error("InvalidRequest", {}, "Missing required header: x-amz-content-sha256");
  }
  const names = signedHeaders.split(";");
  checkSignedHeaders(request, names);
  const { accessKeyId, scope } = readCredential(credential, timestamp, context.region, "header");
  const token = request.sentHeaders["x-amz-security-token"];
  const credentials = context.access.find(accessKeyId, token);
  const signed = { timestamp, scope, signature, signedHeaders: names, payloadHash };
  return { payloadHash, seed: checkSignature(request, credentials, signed) };
}
