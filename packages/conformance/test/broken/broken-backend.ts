import type { Address, Backend, Payload } from "@kstash/core";
import type { BackendHarness } from "../../src/index.js";
import type { MapBackend, Storage } from "../reference/map-backend.js";

/** A backend that breaks one duty, and the cases that have to say so. */
export interface BrokenBackend {
  /** The correct backend, and what is done to it. */
  readonly backend: (correct: MapBackend, storage: Storage) => Backend;
  readonly harness?: Partial<BackendHarness>;
  /** Titles of the cases that fail, and the message of each: no other case may. */
  readonly fails: Readonly<Record<string, RegExp>>;
}

export type BrokenBackends = Readonly<Record<string, BrokenBackend>>;

/** A payload with other parts; core's own computes its digest when asked, so it cannot be spread. */
export function withParts(payload: Payload, parts: Partial<Payload>): Payload {
  const { namespace, name, codec, contentType, bytes, digest, key, address } = payload;
  return { namespace, name, codec, contentType, bytes, digest, key, address, ...parts };
}

/** The correct backend, where a payload stands changed on its way in. */
export function placedBy(
  correct: MapBackend,
  change: (at: { readonly namespace: string; readonly key: string }) => Partial<Address & Payload>,
): Backend {
  const moved = (address: Address) => ({ ...address, ...change(address) }) as Address;
  return {
    ...correct,
    put: (payload, context) => correct.put(withParts(payload, change(payload)), context),
    get: (address, context) => correct.get(moved(address), context),
    remove: (address, context) => correct.remove(moved(address), context),
  };
}
