import {
  type Address,
  type Backend,
  BackendRemoteError,
  redact,
  StashTooLarge,
} from "@kstash/core";

/**
 * This process's memory: for tests, and for programs whose parts pass addresses among themselves.
 * Each `mem()` is a store of its own, which lives as long as it is referred to; nothing is evicted.
 *
 * Nothing is copied: a stash is the very bytes that were encoded. There is no `share`: nobody else can reach this memory.
 *
 * `get` throws `StashTooLarge` over `Config.maxPayloadBytes`; `put` throws `BackendRemoteError` where
 * the same bytes are there already as the output of another codec, since one address cannot mean both.
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
          `backend "mem" has the very bytes of ${address} as ${found.contentType}, now they come as ${contentType}: choose another name, or one codec for both`,
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
