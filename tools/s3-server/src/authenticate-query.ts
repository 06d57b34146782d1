import type { Authenticated, AuthenticationContext } from "./authentication.js";
import { checkSignature, checkSignedHeaders, readCredential } from "./check-signature.js";
import { S3Error } from "./errors.js";
import type { S3Request } from "./request.js";
import { parseTimestamp } from "./timestamp.js";

const maxSkewMs = 15 * 60 * 1000;
const weekSec = 7 * 24 * 60 * 60;

/**
 * Signature Version 4 in the query: a presigned link.
 * @throws S3Error AuthorizationQueryParametersError, AccessDenied (expired, or not valid yet), and those of the check
 */
export function authenticateQuery(
  request: S3Request,
  context: AuthenticationContext,
): Authenticated {
  if (parameter(request, "X-Amz-Algorithm") !== "AWS4-HMAC-SHA256") {
    throw invalid("X-Amz-Algorithm only supports AWS4-HMAC-SHA256");
  }
  const timestamp = parameter(request, "X-Amz-Date");
  const time = parseTimestamp(timestamp);
  if (time === undefined) throw invalid("X-Amz-Date must be in the format yyyyMMddTHHmmssZ");
  const expires = parameter(request, "X-Amz-Expires");
  if (!/^\d+$/.test(expires)) throw invalid("X-Amz-Expires should be a number");
  if (Number(expires) > weekSec)
    throw invalid(`X-Amz-Expires must be less than ${weekSec} seconds`);

  const credential = parameter(request, "X-Amz-Credential");
  const { accessKeyId, scope } = readCredential(credential, timestamp, context.region, "query");
  const names = parameter(request, "X-Amz-SignedHeaders").split(";");
  const signature = parameter(request, "X-Amz-Signature");

  const end = time + Number(expires) * 1000;
  const serverTime = new Date(context.now).toISOString();
  if (time - context.now > maxSkewMs) {
    throw new S3Error("AccessDenied", { ServerTime: serverTime }, "Request is not valid yet");
  }
  if (context.now > end) {
    const at = { Expires: new Date(end).toISOString(), ServerTime: serverTime };
    throw new S3Error("AccessDenied", { "X-Amz-Expires": expires, ...at }, "Request has expired");
  }

  checkSignedHeaders(request, names);
  const credentials = context.access.find(accessKeyId, request.query.get("X-Amz-Security-Token"));
  const payloadHash = request.headers["x-amz-content-sha256"] ?? "UNSIGNED-PAYLOAD";
  const signed = { timestamp, scope, signature, signedHeaders: names, payloadHash };
  checkSignature(request, credentials, signed);
  return { payloadHash };
}

function parameter(request: S3Request, name: string): string {
  const value = request.query.get(name);
  if (value === undefined) throw invalid(`Query parameter ${name} is missing`);
  return value;
}

function invalid(message: string): S3Error {
  return new S3Error("AuthorizationQueryParametersError", {}, message);
}
