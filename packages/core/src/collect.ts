import { Buffer } from "node:buffer";
import type { Stored, StoredStream } from "./backend.js";
import { BackendRemoteError } from "./errors.js";

/**
 * What a backend's `get` answered, with its bytes in memory: for backends that wrap another. Nothing is
 * verified.
 *
 * @throws {BackendRemoteError} where other bytes come than were declared, and whatever the stream throws
 */
export async function collect(stored: Stored | StoredStream): Promise<Stored> {
  if (!isStream(stored)) return stored;
  const { body, length, ...rest } = stored;
  const bytes = allocate(length);
  let at = 0;
  for await (const chunk of body) {
    if (at + chunk.length > length) throw wrong(length, "more");
    bytes.set(chunk, at);
    at += chunk.length;
  }
  if (at < length) throw wrong(length, String(at));
  return { ...rest, bytes };
}

export function isStream(stored: Stored | StoredStream): stored is StoredStream {
  // Whatever else a backend answers is refused where bytes are expected.
  return (stored as Partial<StoredStream> | null)?.body !== undefined;
}

/** Memory that is not zeroed: it is given away only when every byte has been written. */
export function allocate(length: number): Uint8Array {
  return new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
}

function wrong(length: number, came: string): BackendRemoteError {
  return new BackendRemoteError(`a backend declared ${length} bytes, and ${came} came`);
}
