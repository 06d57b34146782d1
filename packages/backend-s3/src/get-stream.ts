import type { Readable } from "node:stream";
import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Address, StoredStream } from "@kstash/core";
import { backoff } from "./abortable.js";
import { BrokenBody } from "./body-sink.js";
import type { Connection } from "./connection.js";
import { openObject } from "./get-object.js";
import { rangeOf } from "./ranges.js";
import { isAbsent } from "./sdk-error.js";

const ATTEMPTS = 3;

/** What is stored at an address, as it comes over the wire. */
export async function getStream(
  connection: Connection,
  address: Address,
  signal: AbortSignal | undefined,
  explain: (error: unknown) => unknown,
): Promise<StoredStream | undefined> {
  let first: GetObjectCommandOutput;
  try {
    first = await openObject(connection, address, {}, signal);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
  const { ContentLength: length, ContentType: contentType = "" } = first;
  if (length === undefined) {
    (first.Body as Readable).destroy();
    throw new BrokenBody("the store did not say how many bytes it sends");
  }
  const body = chunksOf(connection, address, first, length, signal);
  return { body: explained(body, explain), length, contentType };
}

/** The body to its end; where it breaks off, the rest of the same version is asked for. */
async function* chunksOf(
  connection: Connection,
  address: Address,
  first: GetObjectCommandOutput,
  length: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { ETag } = first;
  let output = first;
  let position = 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      // Under Node the body is a stream of Node's; to leave this loop destroys it, and its socket.
      for await (const chunk of output.Body as Readable) {
        position += (chunk as Uint8Array).length;
        yield chunk as Uint8Array;
      }
      if (position === length) return;
      throw new BrokenBody(`the store declared ${length} bytes and sent ${position}`);
    } catch (error) {
      signal?.throwIfAborted();
      if (attempt === ATTEMPTS || position >= length) throw error;
      await backoff(attempt + 1, signal);
      const rest = { Range: rangeOf(position, length), ...(ETag && { IfMatch: ETag }) };
      output = await openObject(connection, address, rest, signal);
    }
  }
}

async function* explained(
  body: AsyncIterable<Uint8Array>,
  explain: (error: unknown) => unknown,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* body;
  } catch (error) {
    throw explain(error);
  }
}
