import {
  type Address,
  type Backend,
  BackendRemoteError,
  redact,
  StashTooLarge,
} from "@kstash/core";

/**
 * Keeps stashes in this process's memory, for tests and for programs whose parts pass addresses to each
 * other. Each `mem()` is a store of its own, which lives as long as something refers to it. Nothing is
 * evicted, and nothing is copied. There is no `share`, since no other program can reach this memory.
 *
 * `get` throws `StashTooLarge` over `Config.maxPayloadBytes`. `put` throws `BackendRemoteError` if the same
 * bytes are already stored as the output of another codec, since one address cannot mean both.
 */
export function mem(): Backend {
  const stashes = new Map<string, { readonly bytes: Uint8Array; readonly contentType: string }>();
  return {
    specification: "v1",
    name: "mem",
    put(payload, { signal }) {
      signal?.throwIfAborted();
      const { contentType, bytes, address } = payload;
      const place = placeOf(payload);
      const found = stashes.get(place);
      if (!found) {
        stashes.set(place, { bytes, contentType });
      } else if (found.contentType !== contentType) {
        throw new BackendRemoteError(
          `backend "mem" holds the same bytes at ${address} as ${found.contentType}, so they cannot be stored as ${contentType}: choose another name, or one codec for both`,
        );
      }
      return address;
    },
    get(address, { config, signal }) {
      signal?.throwIfAborted();
      const found = stashes.get(placeOf(address));
      if (!found) return undefined;
      const { bytes } = found;
      if (bytes.length > config.maxPayloadBytes) {
        throw new StashTooLarge(
          `${redact(address.text)} has ${bytes.length} bytes, Config.maxPayloadBytes allows ${config.maxPayloadBytes}`,
        );
      }
      return found;
    },
    remove(address, { signal }) {
      signal?.throwIfAborted();
      return stashes.delete(placeOf(address));
    },
  };
}

/** A namespace has no slash, so no two stashes share a place. */
function placeOf({ namespace, key }: Pick<Address, "namespace" | "key">): string {
  return `${namespace}/${key}`;
}
