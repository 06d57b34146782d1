import { createHmac } from "node:crypto";
import type { Authenticated, AuthenticationContext } from "./authentication.js";
import { S3Error } from "./errors.js";
import type { S3Request } from "./request.js";
import { sameSignature } from "./signature.js";

/**
 * Signature Version 2 in the query: what boto3 makes of a presigned link by default in us-east-1.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html
 * @throws S3Error AccessDenied (expired), SignatureDoesNotMatch
 */
export function authenticateQueryV2(
  request: S3Request,
  context: AuthenticationContext,
): Authenticated {
  const { query } = request;
  const expires = query.get("Expires") ?? "";
  const signature = query.get("Signature") ?? "";
  if (!/^\d+$/.test(expires)) {
    throw new S3Error("AccessDenied", {}, "Invalid date (should be seconds since epoch)");
  }
  if (context.now > Number(expires) * 1000) {
    const at = new Date(Number(expires) * 1000).toISOString();
    const details = { Expires: at, ServerTime: new Date(context.now).toISOString() };
    throw new S3Error("AccessDenied", details, "Request has expired");
  }
  const accessKeyId = query.get("AWSAccessKeyId") ?? "";
  const credentials = context.access.find(accessKeyId, query.get("x-amz-security-token"));
  const text = stringToSignV2(request, expires);
  const own = createHmac("sha1", credentials.secretAccessKey).update(text).digest("base64");
  if (!sameSignature(own, signature)) {
    const details = { StringToSign: text, SignatureProvided: signature };
    throw new S3Error("SignatureDoesNotMatch", { AWSAccessKeyId: accessKeyId, ...details });
  }
  return { payloadHash: "UNSIGNED-PAYLOAD" };
}

// The path counts as it was sent, after the bucket, whichever way that was addressed.
function stringToSignV2(request: S3Request, expires: string): string {
  const sent = request.body.url?.split("?")[0] ?? "/";
  const resource = request.style === "path" ? sent : `/${request.bucket}${sent}`;
  const amz = Object.keys(request.headers)
    .filter((name) => name.startsWith("x-amz-"))
    .toSorted()
    .map((name) => `${name}:${request.headers[name]}\n`);
  const headers = [request.headers["content-md5"], request.headers["content-type"]];
  const lines = [request.method, headers[0] ?? "", headers[1] ?? "", expires];
  return `${lines.join("\n")}\n${amz.join("")}${resource}`;
}
