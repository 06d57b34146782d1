import { redact, StashNotFound } from "@kstash/core";
import { backoffAfter } from "../async/retry.js";
import { BrokenBody } from "../errors/broken-body.js";
import type { Answer, ByteRange, ObjectReader } from "./object.js";

/** An object that is being read. */
export interface OpenObject extends ObjectReader {
  /** What is asked for is of this version, as long as there is one. */
  version: string | undefined;
}

/**
 * The bytes of a range. If the connection is lost, the rest is asked for, twice at most. Leaving early
 * closes the connection.
 *
 * @param first the answer to read, if it has been asked for already
 * @throws {StashNotFound} if the object was removed meanwhile
 */
export async function* readRange(
  object: OpenObject,
  { start, end }: ByteRange,
  signal: AbortSignal | undefined,
  first?: Answer,
): AsyncGenerator<Uint8Array, void, undefined> {
  const backoff = backoffAfter(3, signal);
  let answer = first ?? (await reopen(object, { start, end }, signal));
  let position = start;
  for (;;) {
    // A store that knows no ranges begins at the first byte again.
    let repeated = answer.isRange ? 0 : position;
    let cause: unknown;
    try {
      // The body is destroyed when this loop is left.
      for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
        const fresh = repeated === 0 ? chunk : chunk.subarray(repeated);
        repeated -= chunk.length - fresh.length;
        position += fresh.length;
        if (end !== undefined && position > end) break;
        if (fresh.length > 0) yield fresh;
      }
      if (end === undefined || position === end) return;
    } catch (error) {
      cause = error;
    }
    signal?.throwIfAborted();
    const came = `${position - start} bytes came where ${Number(end) - start} were asked for`;
    const broken = new BrokenBody(cause ? "the connection was lost" : came, { cause });
    if (end !== undefined && position > end) throw broken;
    await backoff(broken);
    answer = await reopen(object, { start: position, end }, signal);
  }
}

async function reopen(
  object: OpenObject,
  range: ByteRange,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const { address, version } = object;
  try {
    try {
      return await object.open(range, version, signal);
    } catch (error) {
      if (object.refusalOf(error) !== "replaced") throw error;
      // It was written again. As the key is made of the content, the new version should hold the same
      // bytes (one that was renewed does); if it does not, their digest shows it.
      const answer = await object.open(range, undefined, signal);
      object.version = answer.version;
      return answer;
    }
  } catch (cause) {
    if (object.refusalOf(cause) !== "absent") throw cause;
    const what = `stash not found: ${redact(address.text)}: it was removed while it was read`;
    throw new StashNotFound(what, { cause });
  }
}
