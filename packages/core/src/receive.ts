import { Buffer } from "node:buffer";
import type { StoredStream } from "./backend.js";
import type { Codec } from "./codec.js";
import { decode, find, pick } from "./codecs.js";
import { allocate } from "./collect.js";
import { digestOf, hashOf } from "./digest.js";
import { UnsupportedOperation } from "./errors.js";
import type { Loaded } from "./load.js";
import { openBody, type OpenBody } from "./open-body.js";
import type { Reached } from "./reach.js";
import type { Runtime } from "./runtime.js";
import type { TraceEvent } from "./trace.js";
import { verified } from "./verified.js";

/**
 * Takes in a payload as it comes: digested while the next bytes are under way, and a byte string put
 * straight where its reader will have it, so that it is never in memory twice.
 */
export async function receive(
  runtime: Runtime,
  reached: Reached,
  stored: StoredStream,
  event: TraceEvent,
): Promise<Loaded> {
  const body = await openBody(reached, stored, event);
  const { identity, head, length } = body;
  const { address } = reached;
  const skipped = bytesHeaderLength(find(runtime.codecs, address, stored.contentType), body);
  const prefix = head.slice(0, skipped);
  const bytes = allocate(length - skipped);
  let at = 0;
  for await (const chunk of verified(body, skipped, reached)) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  if (skipped > 0)
    return { identity, data: bytes, encoded: () => together(prefix, bytes, reached) };
  const codec = pick(runtime.codecs, address, stored.contentType);
  return { identity, data: decode(codec, bytes, address), encoded: () => bytes };
}

/** How long the header is, where the whole payload is a byte string; else 0. */
function bytesHeaderLength(codec: Codec | undefined, { head, length }: OpenBody): number {
  const header = codec?.readBytesHeader?.(head);
  return header && header.headerLength + header.length === length ? header.headerLength : 0;
}

// The caller has `data`, and nobody has another copy of its bytes.
function together(prefix: Uint8Array, data: Uint8Array, { address, subject }: Reached): Uint8Array {
  const bytes = new Uint8Array(Buffer.concat([prefix, data]));
  const { digest } = address;
  if (digest === undefined || digestOf(bytes, hashOf(digest)) === digest) return bytes;
  throw new UnsupportedOperation(
    `the bytes of ${subject} are not held beside its data, which has been changed since: retrieve it again`,
  );
}
