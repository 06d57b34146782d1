import type { Stored, StoredStream } from "./backend.js";
import { BackendRemoteError, StashTooLarge } from "./errors.js";
import { allocate } from "./memory.js";

/**
 * What a backend's `get` answered, with its bytes in memory: for backends that wrap another. Nothing is
 * verified.
 *
 * @param maxBytes the most that is held: `context.config.maxPayloadBytes`. Default: no limit
 * @throws {StashTooLarge} where more is declared, before it is read
 * @throws {BackendRemoteError} where other bytes come than were declared; and whatever the stream throws
 */
export async function collect(stored: Stored | StoredStream, maxBytes = Infinity): Promise<Stored> {
  if (!isStream(stored)) return stored;
  const { length, contentType, namespace, name } = stored;
  const body = stored.body[Symbol.asyncIterator]();
  try {
    // First of all: a generator that has not started yet would free nothing when it is left.
    let next = await body.next();
    if (length > maxBytes) {
      throw new StashTooLarge(`the payload has ${length} bytes, ${maxBytes} are allowed`);
    }
    if (!Number.isSafeInteger(length) || length < 0) throw wrong(length, "no such stream");
    const bytes = allocate(length);
    let at = 0;
    for (; !next.done; next = await body.next()) {
      const chunk: unknown = next.value;
      if (!(chunk instanceof Uint8Array)) throw wrong(length, "something else");
      if (at + chunk.length > length) throw wrong(length, "more");
      bytes.set(chunk, at);
      at += chunk.length;
    }
    if (at < length) throw wrong(length, String(at));
    return { bytes, contentType, namespace, name };
  } finally {
    await body.return?.();
  }
}

/** Whether a backend answered with a stream. */
export function isStream(stored: Stored | StoredStream): stored is StoredStream {
  // Whatever else a backend answers is refused where bytes are expected.
  return ((stored as Partial<StoredStream> | null)?.body ?? undefined) !== undefined;
}

function wrong(length: number, came: string): BackendRemoteError {
  return new BackendRemoteError(`a backend declared ${String(length)} bytes, and ${came} came`);
}
