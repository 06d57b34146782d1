import {
  type Address,
  type Backend,
  type BackendContext,
  collect,
  InvalidConfig,
  type Stored,
  type StoredStream,
} from "@kstash/core";
import { LRUCache } from "lru-cache";
import { tierOf } from "./below.js";
import { Intact } from "./intact.js";
import { unlessAborted } from "./unless-aborted.js";
import { warnOnce } from "./warn-once.js";

export interface CachedOptions {
  /**
   * How much is kept in memory, in bytes of payload. The least recently read is dropped first. It is also
   * the longest payload that is kept `below`.
   */
  readonly maxBytes: number;
  /**
   * Where what is read is kept for every process of this machine, and found again after a restart: a backend
   * that can put, get and remove, such as `file({ root, durable: false })`. Default: nowhere.
   */
  readonly below?: Backend | undefined;
  /**
   * Told about each failure of `below`, which fails no read. What it throws, the read throws. Default: a
   * warning of the process for the first one (`process.emitWarning`).
   */
  readonly onError?: ((error: Error) => unknown) | undefined;
}

/** A `get` of the wrapped backend that has not been answered yet. */
interface Request {
  readonly answer: Promise<Stored | StoredStream | undefined>;
  readonly context: BackendContext;
}

/**
 * Wraps a backend so that what it reads is kept in this process's memory and, with `below`, on this
 * machine. An address with a digest is immutable, so what is kept is never out of date. Core verifies it on
 * each read all the same, and bytes that were damaged on the way here are requested again rather than
 * answered twice.
 *
 * Only `get` is answered by what is kept: from memory, else from below, else by the backend. Concurrent reads
 * of one address share one request; if the caller that made it aborts, the next one makes its own. A stream
 * longer than `maxBytes` is passed on as it comes, and kept nowhere. A stash that another process removes can
 * still be read here until it is dropped; `remove` through this backend drops it at once, and fails if it
 * cannot be removed below.
 *
 * Bytes are verified before they are kept below and when they are read there. What is damaged is removed and
 * requested again.
 *
 * @throws {InvalidConfig} if `maxBytes` is not a whole number greater than 0, if `below` cannot put, get and
 *   remove, and for backends that read links: what is kept would outlive the link
 */
export function cached(
  backend: Backend,
  { maxBytes, below: backendBelow, onError = warnOnce() }: CachedOptions,
): Backend {
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
  const intact = new Intact();
  const below = backendBelow && tierOf(backendBelow, maxBytes, intact, onError);
  const kept = new LRUCache<string, Stored>({
    maxSize: maxBytes,
    maxEntrySize: maxBytes,
    sizeCalculation: ({ bytes }) => Math.max(bytes.length, 1),
  });
  const requests = new Map<string, Request>();

  async function load(
    address: Address,
    context: BackendContext,
  ): Promise<Stored | StoredStream | undefined> {
    const answer = (await below?.get(address, context)) ?? (await backend.get(address, context));
    if (!answer || (isStream(answer) && answer.length > maxBytes)) return answer;
    return collect(answer, context.config.maxPayloadBytes);
  }

  async function loadAndKeep(key: string, address: Address, context: BackendContext) {
    const request = { answer: load(address, context), context };
    requests.set(key, request);
    try {
      const stored = await request.answer;
      // Unless it has been removed meanwhile.
      if (stored && !isStream(stored) && requests.get(key) === request) {
        kept.set(key, stored);
        await below?.keep(address, stored, context);
        if (requests.get(key) !== request) await below?.discard(address, context);
      }
      return stored;
    } finally {
      if (requests.get(key) === request) requests.delete(key);
    }
  }

  return {
    specification: "v1",
    name: backend.name,
    ...(backend.put && { put: backend.put.bind(backend) }),
    ...(backend.putStream && { putStream: backend.putStream.bind(backend) }),
    ...(backend.share && { share: backend.share.bind(backend) }),
    async get(address, context) {
      const { config, signal } = context;
      // Bytes without a digest cannot be verified, so they are not kept.
      if (address.digest === undefined) return backend.get(address, context);
      const key = keyOf(address);
      for (;;) {
        signal?.throwIfAborted();
        const stored = kept.get(key);
        if (stored && (await intact.has(stored, address.digest))) return stored;
        const request = requests.get(key);
        if (!request) return loadAndKeep(key, address, context);
        if (request.context.config.maxPayloadBytes !== config.maxPayloadBytes) {
          return load(address, context);
        }
        let answer: Stored | StoredStream | undefined;
        try {
          answer = await unlessAborted(request.answer, signal);
        } catch (error) {
          if (signal?.aborted || !request.context.signal?.aborted) throw error;
          continue; // The caller that made the request gave up: make another.
        }
        // A stream can be read only once, by the caller that requested it.
        return answer && isStream(answer) ? load(address, context) : answer;
      }
    },
    ...(backend.remove &&
      ({
        async remove(address, context) {
          const removed = await backend.remove?.(address, context);
          requests.delete(keyOf(address));
          kept.delete(keyOf(address));
          await below?.remove(address, context);
          return removed === true;
        },
      } satisfies Pick<Backend, "remove">)),
  };
}

function keyOf({ namespace, key }: Address): string {
  return `${namespace}/${key}`;
}

function isStream(stored: Stored | StoredStream): stored is StoredStream {
  return "body" in stored;
}
