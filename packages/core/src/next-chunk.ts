import { BackendRemoteError } from "./errors.js";
import { failure } from "./failure.js";
import { reading } from "./load.js";
import type { Reached } from "./reach.js";

/**
 * The next bytes of a body; `undefined` at its end.
 *
 * @throws {BackendRemoteError} for what is no bytes, and for whatever the body throws
 */
export async function nextChunk(
  body: AsyncIterator<Uint8Array>,
  reached: Reached,
): Promise<Uint8Array | undefined> {
  const { backend, signal, subject } = reached;
  let result: IteratorResult<Uint8Array, unknown>;
  try {
    signal?.throwIfAborted();
    result = await body.next();
  } catch (cause) {
    throw failure(backend, () => reading(reached), signal, cause);
  }
  if (result.done) return undefined;
  if (result.value instanceof Uint8Array) return result.value;
  throw new BackendRemoteError(
    `backend "${backend.name}" gave a stream of something other than bytes for ${subject}`,
  );
}

/** Frees what a body holds, as far as it can be freed: that it cannot changes nothing of what was read. */
export async function free(body: AsyncIterator<unknown>): Promise<void> {
  try {
    await body.return?.();
  } catch {
    // What was read, or what went wrong before, is what the caller is to know.
  }
}
