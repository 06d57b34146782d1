import * as crypto from "node:crypto";
import { InvalidConfig } from "./errors.js";

/** The hashes that an address can carry. MD5 is the Python edition's; SHA-256 resists forgery. */
export type HashName = "md5" | "sha256";

/** Characters of each hash's digest in lowercase hex. */
export const DIGEST_LENGTH: Readonly<Record<HashName, number>> = { md5: 32, sha256: 64 };

/**
 * The digest of bytes in lowercase hex.
 *
 * @throws {InvalidConfig} where this platform has no such hash (MD5 under FIPS)
 */
export function digestOf(bytes: Uint8Array, hash: HashName): string {
  try {
    // One call is twice as fast as createHash for small payloads; some runtimes do not have it.
    if (crypto.hash) return crypto.hash(hash, bytes, "hex");
    return crypto.createHash(hash).update(bytes).digest("hex");
  } catch (cause) {
    throw new InvalidConfig(
      `invalid config (hash): this platform refuses ${hash} (FIPS mode?): choose hash: "sha256", and read addresses made with it`,
      { cause },
    );
  }
}

/** Which hash a digest is of: 32 hex characters are MD5, 64 are SHA-256. */
export function hashOf(digest: string): HashName {
  return digest.length === DIGEST_LENGTH.md5 ? "md5" : "sha256";
}

const DIGEST = /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/;

/**
 * The key's two halves: what stands before the last dot, and the digest after it.
 * `undefined` where no digest stands there.
 */
export function splitKey(key: string): { name: string; digest: string } | undefined {
  const dot = key.lastIndexOf(".");
  const digest = key.slice(dot + 1);
  return dot > 0 && DIGEST.test(digest) ? { name: key.slice(0, dot), digest } : undefined;
}
