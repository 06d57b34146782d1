import type { Credentials } from "./access.js";
import { S3Error } from "./errors.js";
import type { S3Request } from "./request.js";
import {
  canonicalRequest,
  sameSignature,
  sign,
  signingKey,
  stringToSign,
  type Scope,
} from "./signature.js";

/** What a request states of its signature, in the header or in the query. */
export interface Signed {
  readonly timestamp: string;
  readonly scope: Scope;
  readonly signature: string;
  readonly signedHeaders: readonly string[];
  readonly payloadHash: string;
}

/**
 * Takes a credential apart: `AKID/20260131/us-east-1/s3/aws4_request`.
 * @throws S3Error AuthorizationHeaderMalformed or AuthorizationQueryParametersError
 */
export function readCredential(
  credential: string,
  timestamp: string,
  region: string,
  where: "header" | "query",
): { accessKeyId: string; scope: Scope } {
  const malformed = (message: string, details = {}) =>
    new S3Error(
      where === "header" ? "AuthorizationHeaderMalformed" : "AuthorizationQueryParametersError",
      details,
      message,
    );
  // The key comes first and may itself hold slashes.
  const fields = /^(.+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/.exec(credential);
  if (!fields)
    throw malformed("The credential is malformed; expecting key/date/region/service/aws4_request.");
  const [, accessKeyId = "", date = "", given = "", service = ""] = fields;
  if (given !== region) {
    throw malformed(`The region '${given}' is wrong; expecting '${region}'`, { Region: region });
  }
  if (service !== "s3") throw malformed(`The service '${service}' is wrong; expecting 's3'`);
  if (!timestamp.startsWith(date)) throw malformed("The credential's date is not x-amz-date's.");
  return { accessKeyId, scope: { date, region, service } };
}

/** @throws S3Error AccessDenied where the host, or a header that S3 acts on, is not signed */
export function checkSignedHeaders(request: S3Request, signedHeaders: readonly string[]): void {
  const unsigned = Object.keys(request.sentHeaders).filter(
    (name) => (name === "host" || name.startsWith("x-amz-")) && !signedHeaders.includes(name),
  );
  if (unsigned.length === 0) return;
  const details = { HeadersNotSigned: unsigned.join(", ") };
  throw new S3Error("AccessDenied", details, "There were headers present which were not signed");
}

/**
 * Computes the signature anew.
 * @returns what the signatures of chunks go on from
 * @throws S3Error SignatureDoesNotMatch, with what was signed here: the way to find the difference
 */
export function checkSignature(request: S3Request, credentials: Credentials, signed: Signed) {
  const { timestamp, scope, signature } = signed;
  const canonical = canonicalRequest(request, signed.signedHeaders, signed.payloadHash);
  const text = stringToSign(timestamp, scope, canonical);
  const key = signingKey(credentials.secretAccessKey, scope);
  if (!sameSignature(sign(key, text), signature)) {
    throw new S3Error("SignatureDoesNotMatch", {
      AWSAccessKeyId: credentials.accessKeyId,
      StringToSign: text,
      SignatureProvided: signature,
      CanonicalRequest: canonical,
    });
  }
  return { key, timestamp, scope, signature };
}
