import { createHash, nextTurn } from "#platform";
import type { HashName } from "../address/digest.js";
import { InvalidConfig } from "../errors.js";
import type { Hasher } from "../platform/platform.js";

// About 1 ms of hashing: between two slices other work has its turn.
const SLICE = 1024 * 1024;

/**
 * The digest of bytes in lowercase hex.
 *
 * @throws {InvalidConfig} where this platform has no such hash (MD5 under FIPS)
 */
export function digestOf(bytes: Uint8Array, hash: HashName): string {
  return hasherOf(hash).update(bytes).digest("hex");
}

/** Whether hashing bytes at once would hold up the event loop. */
export function isLarge(bytes: Uint8Array): boolean {
  return bytes.length > 4 * SLICE;
}

/**
 * {@link digestOf} in slices, so that the event loop goes on while a large payload is hashed.
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
    if (start > 0) await nextTurn();
    signal?.throwIfAborted();
    hasher.update(bytes.subarray(start, start + SLICE));
  }
  return hasher.digest("hex");
}

/** @throws {InvalidConfig} where this platform has no such hash */
export function hasherOf(hash: HashName): Hasher {
  try {
    return createHash(hash);
  } catch (cause) {
    throw new InvalidConfig(
      `invalid config (hash): this platform refuses ${hash} (FIPS mode?): choose hash: "sha256", and read addresses made with it`,
      { cause },
    );
  }
}
