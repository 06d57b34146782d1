import type { StoredStream } from "./backend.js";
import { failure } from "./failure.js";
import { checkLength, type Identity, identityOf, reading } from "./load.js";
import type { Reached } from "./reach.js";
import type { TraceEvent } from "./trace.js";

/** A payload that has begun to come, and what it is. */
export interface OpenBody {
  /** What follows `head`. To stop before its end, call its `return`. */
  readonly rest: AsyncIterator<Uint8Array>;
  /** The first bytes: at least 16, or all of them. */
  readonly head: Uint8Array;
  /** Of the whole, in bytes. */
  readonly length: number;
  readonly identity: Identity;
}

// Enough for the header of any codec (see Codec.readBytesHeader).
const PEEK = 16;

/**
 * Reads how a payload begins. What is thrown has freed what the body held.
 *
 * @throws {StashTooLarge}
 */
export async function openBody(
  reached: Reached,
  stored: StoredStream,
  event: TraceEvent,
): Promise<OpenBody> {
  const { backend, signal } = reached;
  const { length } = stored;
  event.bytes = length;
  const rest = stored.body[Symbol.asyncIterator]();
  try {
    // First of all: a generator that has not started yet would free nothing when it is left.
    const head = await peek(rest).catch((cause: unknown) => {
      throw failure(backend, () => reading(reached), signal, cause);
    });
    checkLength(length, reached);
    const identity = identityOf(stored, reached);
    event.namespace = identity.namespace;
    event.name = identity.name;
    return { rest, head, length, identity };
  } catch (error) {
    await rest.return?.();
    throw error;
  }
}

async function peek(body: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (let length = 0; length < PEEK;) {
    const { done, value } = await body.next();
    if (done) break;
    chunks.push(value);
    length += value.length;
  }
  return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks);
}
