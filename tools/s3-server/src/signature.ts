import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { percentEncode, percentEncodePath } from "./percent.js";
import type { S3Request } from "./request.js";

// AWS Signature Version 4 as S3 uses it: the path is encoded once and never normalised.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html

/** What a signing key is valid for: one day, one region, one service. */
export interface Scope {
  /** `20260131` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** The request in the one form that both sides can compute. */
export function canonicalRequest(
  request: S3Request,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  const query = request.parameters
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .toSorted((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
    .map(([name, value]) => `${name}=${value}`);
  const headers = signedHeaders.map((name) => `${name}:${folded(request.sentHeaders[name])}\n`);
  return [
    request.method,
    percentEncodePath(request.path),
    query.join("&"),
    headers.join(""),
    signedHeaders.join(";"),
    payloadHash,
  ].join("\n");
}

/** `timestamp` as in x-amz-date: `20260131T120000Z`. */
export function stringToSign(timestamp: string, scope: Scope, canonical: string): string {
  return ["AWS4-HMAC-SHA256", timestamp, scopeText(scope), sha256(canonical)].join("\n");
}

export function scopeText({ date, region, service }: Scope): string {
  return `${date}/${region}/${service}/aws4_request`;
}

export function signingKey(secretAccessKey: string, { date, region, service }: Scope): Buffer {
  const parts = [date, region, service, "aws4_request"];
  return parts.reduce<Buffer>(
    (key, part) => hmac(key, part),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
}

/** A signature in lowercase hex. */
export function sign(key: Buffer, text: string): string {
  return hmac(key, text).toString("hex");
}

/** Compares in constant time. */
export function sameSignature(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function folded(value = ""): string {
  return value.trim().replace(/\s+/g, " ");
}
