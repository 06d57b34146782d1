import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";
import { type Address, redact, StashNotFound } from "@kstash/core";
import { backoffAfter } from "../async/retry.js";
import type { Connection } from "../client/connection.js";
import { isAbsent, statusOf } from "../errors/sdk-error.js";
import { getObject, rangeHeader } from "./get-object.js";

const ATTEMPTS = 3;

/** A body that ended, or whose connection was lost, too early. */
class BrokenBody extends Error {
  override readonly name = "BrokenBody";
}

/**
 * Reads an object from `start` up to but not including `end` (`undefined`: to wherever it ends). If the
 * connection is lost, the rest is asked for, twice at most. Leaving early closes the connection.
 *
 * @param first the answer to read, if it has been asked for already
 * @throws {StashNotFound} if the object was removed meanwhile
 */
export type ReadRange = (
  start: number,
  end: number | undefined,
  signal: AbortSignal | undefined,
  first?: GetObjectCommandOutput,
) => AsyncGenerator<Uint8Array, void, undefined>;

/** Reads the object whose first answer this is: each range is of the same version, as long as it is there. */
export function objectReader(
  connection: Connection,
  address: Address,
  { ETag }: GetObjectCommandOutput,
): ReadRange {
  let version = ETag;

  async function open(start: number, end: number | undefined, signal: AbortSignal | undefined) {
    const Range = rangeHeader(start, end);
    try {
      return await getObject(connection, address, { Range, IfMatch: version }, signal);
    } catch (error) {
      if (isAbsent(error)) {
        const what = `stash not found: ${redact(address.text)}: it was removed while it was read`;
        throw new StashNotFound(what, { cause: error });
      }
      if (statusOf(error) !== 412) throw error;
      // Written again. As its key is made of its content, the new version should hold the same bytes (one
      // that was renewed does), and if it does not, the digest of all of them shows it.
      const answer = await getObject(connection, address, { Range }, signal);
      version = answer.ETag;
      return answer;
    }
  }

  return async function* read(start, end, signal, first) {
    const backoff = backoffAfter(ATTEMPTS, signal);
    let answer = first;
    let position = start;
    for (;;) {
      answer ??= await open(position, end, signal);
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
      const broken = new BrokenBody(
        cause === undefined
          ? `bytes ${start} to ${end} were asked for, ${position - start} came`
          : "the connection was lost",
        { cause },
      );
      if (end !== undefined && position > end) throw broken;
      await backoff(broken);
      answer = undefined;
    }
  };
}
