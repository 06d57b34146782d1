import type { Readable } from "node:stream";
import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";
import {
  type Address,
  type BackendContext,
  redact,
  StashNotFound,
  type StoredStream,
} from "@kstash/core";
import { backoff } from "./abortable.js";
import { BrokenBody, tooLarge } from "./body-sink.js";
import type { Connection } from "./connection.js";
import { openObject } from "./get-object.js";
import { rangeOf } from "./ranges.js";
import { isAbsent, statusOf } from "./sdk-error.js";

const ATTEMPTS = 3;

/**
 * An object as it comes.
 *
 * @param length of the object, in bytes
 * @param explain what the reader is thrown for an error of the SDK's
 * @throws {StashTooLarge} over `Config.maxPayloadBytes`, before its body is read
 */
export function asItComes(
  connection: Connection,
  address: Address,
  first: GetObjectCommandOutput,
  length: number,
  { config, signal }: BackendContext,
  explain: (error: unknown) => unknown,
): StoredStream {
  if (length > config.maxPayloadBytes) {
    (first.Body as Readable).destroy();
    throw tooLarge(redact(address.text), String(length), config.maxPayloadBytes);
  }
  // Never left out: a type that no codec claims is refused, where none would mean the first codec.
  const { ContentType: contentType = "" } = first;
  const body = chunksOf(connection, address, first, length, signal, explain);
  return { body, length, contentType };
}

/**
 * A body to its end; where it breaks off, the rest of the same version is asked for. To stop before the
 * end destroys the body, and its socket.
 */
async function* chunksOf(
  connection: Connection,
  address: Address,
  first: GetObjectCommandOutput,
  length: number,
  signal: AbortSignal | undefined,
  explain: (error: unknown) => unknown,
): AsyncGenerator<Uint8Array, void, undefined> {
  let output = first;
  let position = 0;
  try {
    for (let attempt = 1; ; attempt += 1) {
      // A store that knows no ranges begins anew.
      let repeated = output.ContentRange ? 0 : position;
      let cause: unknown;
      let reading = true;
      try {
        // Under Node the body is a stream of Node's; to leave this loop destroys it.
        for await (const chunk of output.Body as AsyncIterable<Uint8Array>) {
          const fresh = repeated === 0 ? chunk : chunk.subarray(repeated);
          repeated -= chunk.length - fresh.length;
          position += fresh.length;
          if (position > length) break;
          if (fresh.length === 0) continue;
          reading = false;
          yield fresh;
          reading = true;
        }
      } catch (error) {
        // What the reader throws in here is no failure of the store's.
        if (!reading) throw error;
        cause = error;
      }
      signal?.throwIfAborted();
      if (position === length) return;
      const broken = new BrokenBody(
        cause === undefined
          ? `the store declared ${length} bytes and sent ${position > length ? "more" : position}`
          : "the connection was lost",
        { cause },
      );
      if (attempt === ATTEMPTS || position > length) throw broken;
      await backoff(attempt + 1, signal);
      output = await openRest(connection, address, rangeOf(position, length), first.ETag, signal);
    }
  } catch (error) {
    if (isAbsent(error)) throw removed(address, error);
    throw explain(error);
  }
}

/** The rest of the version that was begun with; of the new one, where it was written again meanwhile. */
async function openRest(
  connection: Connection,
  address: Address,
  Range: string,
  ETag: string | undefined,
  signal: AbortSignal | undefined,
): Promise<GetObjectCommandOutput> {
  const selection = { Range, ...(ETag && { IfMatch: ETag }) };
  try {
    return await openObject(connection, address, selection, signal);
  } catch (error) {
    if (statusOf(error) !== 412) throw error;
    // The same bytes, as a rule, under another ETag: core compares the digest of all of them.
    return openObject(connection, address, { Range }, signal);
  }
}

function removed(address: Address, cause: unknown): StashNotFound {
  return new StashNotFound(
    `stash not found: ${redact(address.text)}: it was removed while it was read`,
    { cause },
  );
}
