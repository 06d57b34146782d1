import * as crypto from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { InvalidConfig } from "./errors.js";

/** The hashes that an address can carry. MD5 is the Python edition's; SHA-256 resists forgery. */
export type HashName = "md5" | "sha256";

/** Characters of each hash's digest in lowercase hex. */
export const DIGEST_LENGTH: Readonly<Record<HashName, number>> = { md5: 32, sha256: 64 };

// About 1 ms of hashing: between two slices other work has its turn.
const SLICE = 1024 * 1024;

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
    throw unavailable(hash, cause);
  }
}

/** Whether to digest bytes by {@link digestYielding}: hashing them at once would hold up the event loop. */
export function isLarge(bytes: Uint8Array): boolean {
  return bytes.length > 4 * SLICE;
}

/**
 * {@link digestOf} for large payloads, in slices, so that the event loop goes on.
 *
 * @throws {InvalidConfig} where this platform has no such hash
 */
export async function digestYielding(
  bytes: Uint8Array,
  hash: HashName,
  signal: AbortSignal | undefined,
): Promise<string> {
  const hasher = hasherOf(hash);
  for (let start = 0; start < bytes.length; start += SLICE) {
    hasher.update(bytes.subarray(start, start + SLICE));
    await setImmediate();
    signal?.throwIfAborted();
  }
  return hasher.digest("hex");
}

/** @throws {InvalidConfig} where this platform has no such hash */
export function hasherOf(hash: HashName): crypto.Hash {
  try {
    return crypto.createHash(hash);
  } catch (cause) {
    throw unavailable(hash, cause);
  }
}

function unavailable(hash: HashName, cause: unknown): InvalidConfig {
  return new InvalidConfig(
    `invalid config (hash): this platform refuses ${hash} (FIPS mode?): choose hash: "sha256", and read addresses made with it`,
    { cause },
  );
}

/** Which hash a digest is of: 32 hex characters are MD5, 64 are SHA-256. */
export function hashOf(digest: string): HashName {
  return digest.length === DIGEST_LENGTH.md5 ? "md5" : "sha256";
}

const DIGEST = /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/;

/** Whether text is 32 or 64 lowercase hex digits. */
export function isDigest(text: string): boolean {
  return DIGEST.test(text);
}

/**
 * The key's two halves: what stands before the last dot, and the digest after it.
 * `undefined` where no digest stands there.
 */
export function splitKey(key: string): { name: string; digest: string } | undefined {
  const dot = key.lastIndexOf(".");
  const digest = key.slice(dot + 1);
  return dot > 0 && DIGEST.test(digest) ? { name: key.slice(0, dot), digest } : undefined;
}
