import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";
import { type Address, redact, StashNotFound } from "@kstash/core";
import { backoffAfter } from "../async/retry.js";
import type { Session } from "../client/connection.js";
import { isAbsent, statusOf } from "../errors/sdk-error.js";
import { getObject, rangeHeader } from "./get-object.js";

/** An object that is being read. */
export interface OpenObject {
  readonly address: Address;
  /** Its ETag: what is asked for is of this version, as long as there is one. */
  version: string | undefined;
}

/** A body that ended, or whose connection was lost, too early. */
class BrokenBody extends Error {
  override readonly name = "BrokenBody";
}

/**
 * The bytes from `start` up to but not including `end` (`undefined`: to wherever they end). If the
 * connection is lost, the rest is asked for, twice at most. Leaving early closes the connection.
 *
 * @param first the answer to read, if it has been asked for already
 * @throws {StashNotFound} if the object was removed meanwhile
 */
export async function* readRange(
  session: Session,
  object: OpenObject,
  start: number,
  end: number | undefined,
  first?: GetObjectCommandOutput,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { signal } = session;
  const backoff = backoffAfter(3, signal);
  let answer = first ?? (await open(session, object, rangeHeader(start, end)));
  let position = start;
  for (;;) {
    // A store that knows no ranges begins at the first byte again.
    let repeated = answer.ContentRange ? 0 : position;
    let cause: unknown;
    try {
      // In Node.js the body is a Readable, which is destroyed when this loop is left.
      for await (const chunk of answer.Body as AsyncIterable<Uint8Array>) {
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
    answer = await open(session, object, rangeHeader(position, end));
  }
}

async function open(session: Session, object: OpenObject, Range: string) {
  const { address, version } = object;
  try {
    return await getObject(session, address, { Range, IfMatch: version });
  } catch (cause) {
    if (isAbsent(cause)) {
      const what = `stash not found: ${redact(address.text)}: it was removed while it was read`;
      throw new StashNotFound(what, { cause });
    }
    if (statusOf(cause) !== 412) throw cause;
    // It was written again. As the key is made of the content, the new version should hold the same
    // bytes (one that was renewed does); if it does not, their digest shows it.
    const answer = await getObject(session, address, { Range });
    object.version = answer.ETag;
    return answer;
  }
}
