import type { Address, Await, Backend, Stored } from "@kstash/core";

/** What one key holds. */
export interface Entry {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** A storage that outlives the backends made on it. */
export type Storage = Map<string, Entry>;

/** What it has: no link can lead to a Map. */
export type MapBackend = Required<Pick<Backend, "specification" | "name" | "put" | "remove">> & {
  get(...given: Parameters<Backend["get"]>): Await<Stored | undefined>;
};

/** A correct backend, as small as it can be. */
export function mapBackend(storage: Storage): MapBackend {
  const placeOf = ({ namespace, key }: Pick<Address, "namespace" | "key">) => `${namespace}/${key}`;
  return {
    specification: "v1",
    name: "map",
    put(payload, { signal }) {
      signal?.throwIfAborted();
      const { bytes, contentType } = payload;
      storage.set(placeOf(payload), { bytes: new Uint8Array(bytes), contentType });
      return payload.address;
    },
    get(address, { signal }) {
      signal?.throwIfAborted();
      const found = storage.get(placeOf(address));
      return found && { ...found, bytes: new Uint8Array(found.bytes) };
    },
    remove(address, { signal }) {
      signal?.throwIfAborted();
      return storage.delete(placeOf(address));
    },
  };
}
