import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { Stored } from "@kstash/core";

// About 1 ms of hashing: between two slices other work has its turn.
const SLICE = 1024 * 1024;

/** Tells whether bytes have the digest of their address. Bytes that stay in memory are hashed once. */
export class Intact {
  readonly #checks = new WeakMap<Stored, Promise<boolean>>();

  has(stored: Stored, digest: string): Promise<boolean> {
    const earlier = this.#checks.get(stored);
    if (earlier) return earlier;
    const check = hasDigest(stored.bytes, digest);
    this.#checks.set(stored, check);
    return check;
  }
}

async function hasDigest(bytes: Uint8Array, digest: string): Promise<boolean> {
  const hasher = createHash(digest.length === 32 ? "md5" : "sha256");
  for (let start = 0; start < bytes.length; start += SLICE) {
    if (start > 0) await setImmediate();
    hasher.update(bytes.subarray(start, start + SLICE));
  }
  return hasher.digest("hex") === digest;
}
