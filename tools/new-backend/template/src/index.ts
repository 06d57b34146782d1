import type { Address, Backend } from "@kstash/core";

/** What one key holds: the bytes, and the media type that says which codec reads them. */
export interface Entry {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** What a backend of this kind is made of. */
export interface Options {
  /** Where the stashes are. A Map, until a store of yours takes its place: its client, its settings. */
  readonly storage?: Map<string, Entry>;
}

/** Stashes in __name__. */
export function __factory__({ storage = new Map<string, Entry>() }: Options = {}): Backend {
  const placeOf = ({ namespace, key }: Pick<Address, "namespace" | "key">) => `${namespace}/${key}`;
  return {
    specification: "v1",
    name: "__name__",
    // Whole or not at all, for every reader once it has answered; the same payload again is success.
    async put(payload, { signal }) {
      signal?.throwIfAborted();
      const { bytes, contentType, address } = payload;
      storage.set(placeOf(payload), { bytes: new Uint8Array(bytes), contentType });
      return address;
    },
    // Absence is undefined; a failure is thrown. Of what is larger than config.maxPayloadBytes a store
    // that is far away loads one byte more than that, and core refuses it.
    async get(address, { signal }) {
      signal?.throwIfAborted();
      const found = storage.get(placeOf(address));
      return found && { ...found, bytes: new Uint8Array(found.bytes) };
    },
    // Leave it out where nothing can be removed; likewise share, which this backend has not.
    async remove(address, { signal }) {
      signal?.throwIfAborted();
      return storage.delete(placeOf(address));
    },
  };
}
