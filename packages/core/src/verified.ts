import { hasherOf, hashOf } from "./digest.js";
import { StashCorrupted } from "./errors.js";
import { failure } from "./failure.js";
import { checkDigest, reading } from "./load.js";
import type { Reached } from "./reach.js";

/**
 * The bytes behind the header, digested as they pass.
 *
 * @param head what was read of the body already
 * @param length of the whole body, in bytes
 * @throws {StashCorrupted} at the end, where the body was not what was stored
 */
export async function* verified(
  body: AsyncIterator<Uint8Array>,
  head: Uint8Array,
  headerLength: number,
  length: number,
  reached: Reached,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { address, backend, signal, subject } = reached;
  const digest = address.digest as string;
  const hasher = hasherOf(hashOf(digest)).update(head);
  let seen = head.length;
  try {
    if (head.length > headerLength) yield head.subarray(headerLength);
    for (;;) {
      const { done, value } = await body.next().catch((cause: unknown) => {
        throw failure(backend, () => reading(reached), signal, cause);
      });
      if (done) break;
      hasher.update(value);
      seen += value.length;
      if (seen > length) break;
      if (value.length > 0) yield value;
    }
  } finally {
    // Also where the reader has stopped before the end: frees the socket or the file.
    await body.return?.();
  }
  if (seen !== length) {
    throw new StashCorrupted(
      `the stash at ${subject} is not what was stored: ${length} bytes were declared, ${seen > length ? "more" : seen} came`,
    );
  }
  checkDigest(hasher.digest("hex"), seen, reached);
}
