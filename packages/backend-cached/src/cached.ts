import { createHash } from "node:crypto";
import { type Address, type Backend, collect, InvalidConfig, type Stored } from "@kstash/core";
import { LRUCache } from "lru-cache";

export interface CachedOptions {
  /** How much is kept, in bytes of payload: the least recently read goes first. */
  readonly maxBytes: number;
}

/**
 * The same backend, with what it has read kept in this process's memory. An address with a digest is
 * immutable, so what is kept is always fresh; core verifies it on each read all the same. What was
 * damaged on its way here is not answered a second time: the backend is asked again.
 *
 * Only `get` is answered from memory. A stash that another process removes can still be read here
 * until it gives way to others; `remove` through this backend forgets it at once. Streams pass by.
 *
 * @throws {InvalidConfig} for a `maxBytes` that is no whole number greater than 0, and for backends
 *   that read links: what is kept would outlive the link
 */
export function cached(backend: Backend, { maxBytes }: CachedOptions): Backend {
  if (!Number.isInteger(maxBytes) || maxBytes < 1) {
    throw new InvalidConfig(
      "invalid config (maxBytes): must be a whole number of bytes, greater than 0",
    );
  }
  if (backend.name === "https" || backend.name === "http") {
    throw new InvalidConfig(
      `cached(${backend.name}()) is not possible: what is kept would outlive the link`,
    );
  }
  const kept = new LRUCache<string, Stored>({
    maxSize: maxBytes,
    maxEntrySize: maxBytes,
    sizeCalculation: ({ bytes }) => Math.max(bytes.length, 1),
  });
  // Looked at when it is read again: what is read once costs nothing more.
  const intact = new WeakSet<Stored>();
  const isIntact = (stored: Stored, digest: string | undefined) => {
    if (!intact.has(stored) && digestOf(stored.bytes, digest) !== digest) return false;
    intact.add(stored);
    return true;
  };
  const keyOf = ({ namespace, key }: Address) => `${namespace}/${key}`;

  return {
    specification: "v1",
    name: backend.name,
    ...(backend.put && { put: backend.put.bind(backend) }),
    ...(backend.putStream && { putStream: backend.putStream.bind(backend) }),
    ...(backend.getStream && { getStream: backend.getStream.bind(backend) }),
    ...(backend.share && { share: backend.share.bind(backend) }),
    async get(address, context) {
      context.signal?.throwIfAborted();
      const found = kept.get(keyOf(address));
      if (found && isIntact(found, address.digest)) return found;
      const answer = await backend.get(address, context);
      const stored = answer && (await collect(answer, context.config.maxPayloadBytes));
      // What has no digest cannot be verified, so it is not kept.
      if (stored && address.digest !== undefined) kept.set(keyOf(address), stored);
      return stored;
    },
    ...(backend.remove &&
      ({
        async remove(address, context) {
          const removed = await backend.remove?.(address, context);
          kept.delete(keyOf(address));
          return removed === true;
        },
      } satisfies Pick<Backend, "remove">)),
  };
}

function digestOf(bytes: Uint8Array, digest: string | undefined): string {
  const hash = digest?.length === 32 ? "md5" : "sha256";
  return createHash(hash).update(bytes).digest("hex");
}
