import { createHash } from "node:crypto";
import type { Stored } from "@kstash/core";
import { LRUCache } from "lru-cache";

/** What has been read, up to so many bytes. */
export class Kept {
  readonly #cache: LRUCache<string, Stored>;
  // Verified only when it is read again, so that what is read once costs nothing more.
  readonly #intact = new WeakSet<Stored>();

  constructor(maxBytes: number) {
    this.#cache = new LRUCache({
      maxSize: maxBytes,
      maxEntrySize: maxBytes,
      sizeCalculation: ({ bytes }) => Math.max(bytes.length, 1),
    });
  }

  /** `undefined` also for bytes that do not have this digest: they are to be read again. */
  get(key: string, digest: string): Stored | undefined {
    const stored = this.#cache.get(key);
    if (!stored || this.#intact.has(stored)) return stored;
    if (digestOf(stored.bytes, digest.length === 32 ? "md5" : "sha256") !== digest)
      return undefined;
    this.#intact.add(stored);
    return stored;
  }

  set(key: string, stored: Stored): void {
    this.#cache.set(key, stored);
  }

  delete(key: string): void {
    this.#cache.delete(key);
  }
}

function digestOf(bytes: Uint8Array, hash: "md5" | "sha256"): string {
  return createHash(hash).update(bytes).digest("hex");
}
