import type { StoredStream } from "./backend.js";
import { BackendRemoteError } from "./errors.js";
import { failure } from "./failure.js";
import { checkLength, type Identity, identityOf, reading } from "./load.js";
import { free, nextChunk } from "./next-chunk.js";
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
  const { backend, signal, subject } = reached;
  const { length } = stored;
  event.bytes = length;
  let rest: AsyncIterator<Uint8Array>;
  try {
    rest = stored.body[Symbol.asyncIterator]();
  } catch (cause) {
    throw failure(backend, () => reading(reached), signal, cause);
  }
  try {
    // First of all: a generator that has not started yet would free nothing when it is left.
    const head = await peek(rest, reached);
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new BackendRemoteError(
        `backend "${backend.name}" gave a stream of ${String(length)} bytes for ${subject}`,
      );
    }
    checkLength(length, reached);
    const identity = identityOf(stored, reached);
    event.namespace = identity.namespace;
    event.name = identity.name;
    return { rest, head, length, identity };
  } catch (error) {
    await free(rest);
    throw error;
  }
}

/** A copy: whoever gave the first bytes may use their memory for the next. */
async function peek(body: AsyncIterator<Uint8Array>, reached: Reached): Promise<Uint8Array> {
  let head = new Uint8Array();
  while (head.length < PEEK) {
    const chunk = await nextChunk(body, reached);
    if (chunk === undefined) break;
    head = new Uint8Array(Buffer.concat([head, chunk]));
  }
  return head;
}
