/** The hashes that an address can carry. MD5 is the Python edition's; SHA-256 resists forgery. */
export type HashName = "md5" | "sha256";

/** Characters of each hash's digest in lowercase hex. */
export const DIGEST_LENGTH: Readonly<Record<HashName, number>> = { md5: 32, sha256: 64 };

const DIGEST = /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/;

/** Whether text is 32 or 64 lowercase hex digits. */
export function isDigest(text: string): boolean {
  return DIGEST.test(text);
}

/** Which hash a digest is of: 32 hex characters are MD5, 64 are SHA-256. */
export function hashOf(digest: string): HashName {
  return digest.length === DIGEST_LENGTH.md5 ? "md5" : "sha256";
}

/** A key split at its last dot into name and digest; `undefined` if no digest stands there. */
export function splitKey(key: string): { name: string; digest: string } | undefined {
  const dot = key.lastIndexOf(".");
  const digest = key.slice(dot + 1);
  return dot > 0 && isDigest(digest) ? { name: key.slice(0, dot), digest } : undefined;
}
