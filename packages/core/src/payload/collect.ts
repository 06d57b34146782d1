import type { Stored, StoredStream } from "../backend/backend.js";
import { BackendRemoteError, StashTooLarge } from "../errors.js";

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
  const { body, length, contentType, namespace, name } = stored;
  const wrong = (came: string) =>
    new BackendRemoteError(`a backend declared ${String(length)} bytes, and ${came} came`);
  let bytes: Uint8Array | undefined;
  let at = 0;
  for await (const chunk of body as AsyncIterable<unknown>) {
    // Not before there is a chunk: a generator that has not started would free nothing when it is left.
    bytes ??= memoryFor(length, maxBytes, wrong);
    if (!(chunk instanceof Uint8Array)) throw wrong("something else");
    if (at + chunk.length > length) throw wrong("more");
    bytes.set(chunk, at);
    at += chunk.length;
  }
  bytes ??= memoryFor(length, maxBytes, wrong);
  if (at < length) throw wrong(String(at));
  return { bytes, contentType, namespace, name };
}

function memoryFor(length: number, maxBytes: number, wrong: (came: string) => Error): Uint8Array {
  if (length > maxBytes) {
    throw new StashTooLarge(`the payload has ${length} bytes, ${maxBytes} are allowed`);
  }
  if (!Number.isSafeInteger(length) || length < 0) throw wrong("no such stream");
  return new Uint8Array(length);
}

/** Whether a backend answered with a stream. */
export function isStream(stored: Stored | StoredStream): stored is StoredStream {
  // Whatever else a backend answers is refused where bytes are expected.
  return ((stored as Partial<StoredStream> | null)?.body ?? undefined) !== undefined;
}
