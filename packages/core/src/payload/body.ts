import { hashOf } from "../address/digest.js";
import type { Await, Stored, StoredStream } from "../backend/backend.js";
import { call } from "../backend/call.js";
import type { Target } from "../backend/target.js";
import { concat } from "../bytes.js";
import { BackendRemoteError, StashCorrupted, StashTooLarge } from "../errors.js";
import { isStream } from "./collect.js";
import { digestYielding, hasherOf } from "./digest.js";
import { join } from "./join.js";

/** What a backend answered: no longer than is allowed, verified before (or, as a stream, while) it is read. */
export interface Body {
  /** In bytes. */
  readonly length: number;
  /** The first bytes: at least 16, or all of them. */
  readonly head: Uint8Array;
  /** Its bytes in one piece. With `skip` all but so many of the first, in memory of their own. */
  collect(skip?: number): Promise<Uint8Array>;
  /** All but so many of its first bytes, as they come; fails at its end where they are not what was stored. */
  stream(skip: number): AsyncIterable<Uint8Array>;
  /** Frees what the backend holds for it. */
  close(): Promise<void>;
}

// Enough for the header of any codec (see Codec.readBytesHeader).
const PEEK = 16;

/**
 * Opens what a backend answered, and frees it again where it is refused.
 *
 * @throws {StashTooLarge} over `Config.maxPayloadBytes`, before it is read
 * @throws {StashCorrupted} for bytes that are not those that were stored
 * @throws {BackendRemoteError} for an answer that is no payload
 */
export function openBody(stored: Stored | StoredStream, target: Target): Promise<Body> {
  return isStream(stored) ? openStream(stored, target) : openBytes(stored?.bytes, target);
}

async function openBytes(bytes: Uint8Array, target: Target): Promise<Body> {
  const { address, subject, backend, context } = target;
  if (!(bytes instanceof Uint8Array)) {
    throw new BackendRemoteError(`backend "${backend.name}" gave no bytes for ${subject}`);
  }
  checkLength(bytes.length, target);
  if (address.digest !== undefined) {
    const digest = await digestYielding(bytes, hashOf(address.digest), context.signal);
    checkDigest(digest, bytes.length, target);
  }
  const from = (skip: number) => (skip === 0 ? bytes : new Uint8Array(bytes.subarray(skip)));
  return {
    length: bytes.length,
    head: bytes,
    collect: async (skip = 0) => from(skip),
    stream: async function* (skip) {
      yield from(skip);
    },
    close: async () => {},
  };
}

async function openStream({ body, length }: StoredStream, target: Target): Promise<Body> {
  const { address, subject, backend, context } = target;
  const ask = <T>(run: () => Await<T>) => call(backend, `read ${subject}`, context.signal, run);
  const rest = await ask(() => body[Symbol.asyncIterator]());

  async function next(): Promise<Uint8Array | undefined> {
    const { done, value } = await ask(() => rest.next());
    if (done) return undefined;
    if (value instanceof Uint8Array) return value;
    throw new BackendRemoteError(
      `backend "${backend.name}" gave a stream of something other than bytes for ${subject}`,
    );
  }

  async function close(): Promise<void> {
    try {
      await rest.return?.();
    } catch {
      // What was read, or what went wrong before, is what the caller is to know.
    }
  }

  let head = new Uint8Array();
  try {
    // Before all else: a generator that has not started would free nothing when it is left.
    for (let chunk; head.length < PEEK && (chunk = await next());) {
      // A copy: the backend may use the memory of one chunk for the next.
      head = concat([head, chunk]);
    }
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new BackendRemoteError(
        `backend "${backend.name}" gave a stream of ${String(length)} bytes for ${subject}`,
      );
    }
    checkLength(length, target);
  } catch (error) {
    await close();
    throw error;
  }

  async function* stream(skip: number): AsyncGenerator<Uint8Array, void, undefined> {
    const { digest } = address;
    const hasher = digest === undefined ? undefined : hasherOf(hashOf(digest)).update(head);
    let seen = head.length;
    try {
      if (head.length > skip && seen <= length) yield head.subarray(skip);
      for (let chunk; seen <= length && (chunk = await next());) {
        hasher?.update(chunk);
        seen += chunk.length;
        if (chunk.length > 0 && seen <= length) yield chunk;
      }
    } finally {
      // Also where the reader stops before the end.
      await close();
    }
    if (seen !== length) {
      throw new StashCorrupted(
        `the stash at ${subject} is not what was stored: ${length} bytes were declared, ${seen > length ? "more" : seen} came`,
      );
    }
    if (hasher) checkDigest(hasher.digest("hex"), seen, target);
  }

  const collect = (skip = 0) => join(stream(skip), length - skip);
  return { length, head, collect, stream, close };
}

function checkLength(length: number, { subject, context }: Target): void {
  const { maxPayloadBytes } = context.config;
  if (length <= maxPayloadBytes) return;
  throw new StashTooLarge(
    `${subject} has ${length} bytes, Config.maxPayloadBytes allows ${maxPayloadBytes}`,
  );
}

function checkDigest(digest: string, length: number, { address, subject }: Target): void {
  if (digest === address.digest) return;
  throw new StashCorrupted(
    `the stash at ${subject} is not what was stored: its ${hashOf(digest)} is ${digest} (${length} bytes)`,
  );
}
