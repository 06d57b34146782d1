import {
  Address,
  type Backend,
  type BackendContext,
  collect,
  InvalidConfig,
  StashCorrupted,
  StashTooLarge,
  type Stored,
} from "@kstash/core";
import type { Intact } from "./intact.js";

/** A backend that keeps what has been read for every process of this machine. */
export interface Below {
  /** What is kept, verified; `undefined` if that is nothing, or cannot be had. */
  get(address: Address, context: BackendContext): Promise<Stored | undefined>;
  /** Keeps what has been read, unless it came from here or does not verify. */
  keep(address: Address, stored: Stored, context: BackendContext): Promise<void>;
  /** Removes what is kept, and throws if that fails. */
  remove(address: Address, context: BackendContext): Promise<void>;
  /** Removes what is kept, if that is possible. */
  discard(address: Address, context: BackendContext): Promise<void>;
}

/**
 * The tier below the memory, whose failures are reported and fail no read.
 *
 * @param maxBytes the most that is read or kept, in bytes of one payload
 * @throws {InvalidConfig} if the backend cannot put, get and remove
 */
export function tierOf(
  backend: Backend,
  maxBytes: number,
  intact: Intact,
  report: (error: Error) => unknown,
): Below {
  const { put, remove } = backend;
  if (!put || !remove) {
    throw new InvalidConfig(
      `invalid config (below): "${backend.name}" cannot put, get and remove, as file({ root }) can`,
    );
  }
  const scheme = backend.name;
  const addressHere = ({ namespace, name, digest }: Address) =>
    Address.from({ scheme, namespace, name, digest: digest as string });
  // What came from here is not kept here again.
  const own = new WeakSet<Stored>();

  async function read(address: Address, { config, signal }: BackendContext) {
    const most = Math.min(config.maxPayloadBytes, maxBytes);
    const answer = await backend.get(addressHere(address), {
      config: { ...config, maxPayloadBytes: most },
      signal,
    });
    const stored = answer && (await collect(answer, most));
    return stored && stored.bytes.length <= most ? stored : undefined;
  }

  const below: Below = {
    async get(address, context) {
      try {
        const stored = await read(address, context);
        if (!stored) return undefined;
        if (await intact.has(stored, address.digest as string)) {
          own.add(stored);
          return stored;
        }
        await below.discard(address, context);
      } catch (error) {
        if (context.signal?.aborted) throw error;
        if (StashCorrupted.isInstance(error)) await below.discard(address, context);
        // The backend says itself what is too large for the caller.
        else if (!StashTooLarge.isInstance(error)) await report(error as Error);
      }
      return undefined;
    },

    async keep(address, stored, { config, signal }) {
      const { bytes, contentType, namespace, name } = stored;
      if (own.has(stored) || bytes.length > maxBytes || contentType === undefined) return;
      // The address does not say whose it is, and `get` could not tell it.
      if (namespace !== undefined || name !== undefined) return;
      try {
        const digest = address.digest as string;
        if (!(await intact.has(stored, digest))) return;
        const here = addressHere(address);
        const payload = {
          namespace: here.namespace,
          name: here.name,
          // For backends whose addresses say it; what is kept here is found by another address.
          codec: "",
          contentType,
          bytes,
          digest,
          key: here.key,
          address: here.text,
        };
        await put.call(backend, payload, { config, signal, decline: () => undefined });
      } catch (error) {
        if (!signal?.aborted) await report(error as Error);
      }
    },

    async remove(address, context) {
      await remove.call(backend, addressHere(address), context);
    },

    async discard(address, context) {
      try {
        await below.remove(address, context);
      } catch (error) {
        if (!context.signal?.aborted) await report(error as Error);
      }
    },
  };
  return below;
}
