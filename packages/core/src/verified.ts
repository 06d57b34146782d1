import { hasherOf, hashOf } from "./digest.js";
import { StashCorrupted } from "./errors.js";
import { checkDigest } from "./load.js";
import { free, nextChunk } from "./next-chunk.js";
import type { OpenBody } from "./open-body.js";
import type { Reached } from "./reach.js";

/**
 * The bytes of a payload, but for so many of the first, digested as they pass: never more than the
 * store declared.
 *
 * @throws {StashCorrupted} at the end, where they were not what was stored
 */
export async function* verified(
  { rest, head, length }: OpenBody,
  skipped: number,
  reached: Reached,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { address, subject } = reached;
  const { digest } = address;
  const hasher = digest === undefined ? undefined : hasherOf(hashOf(digest)).update(head);
  let seen = head.length;
  try {
    if (head.length > skipped && seen <= length) yield head.subarray(skipped);
    while (seen <= length) {
      const chunk = await nextChunk(rest, reached);
      if (chunk === undefined) break;
      hasher?.update(chunk);
      seen += chunk.length;
      if (chunk.length > 0 && seen <= length) yield chunk;
    }
  } finally {
    // Also where the reader has stopped before the end: frees the socket or the file.
    await free(rest);
  }
  if (seen !== length) {
    throw new StashCorrupted(
      `the stash at ${subject} is not what was stored: ${length} bytes were declared, ${seen > length ? "more" : seen} came`,
    );
  }
  if (hasher) checkDigest(hasher.digest("hex"), seen, reached);
}
