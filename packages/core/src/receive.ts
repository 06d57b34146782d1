import { Buffer } from "node:buffer";
import type { StoredStream } from "./backend.js";
import { decode, find, pick } from "./codecs.js";
import { digestOf, hashOf } from "./digest.js";
import { UnsupportedOperation } from "./errors.js";
import { failure } from "./failure.js";
import { type Loaded, reading } from "./load.js";
import { allocate, fill } from "./memory.js";
import { free } from "./next-chunk.js";
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
  const { identity, head } = body;
  const { address } = reached;
  const { skipped, bytes } = await prepare(runtime, reached, stored, body);
  const prefix = head.slice(0, skipped);
  await fill(bytes, verified(body, skipped, reached));
  if (skipped > 0) {
    return { identity, data: bytes, encoded: () => together(prefix, bytes, reached) };
  }
  const codec = pick(runtime.codecs, address, stored.contentType);
  return { identity, data: decode(codec, bytes, address), encoded: () => bytes };
}

/** Memory for the payload without so many of its first bytes. What is thrown has freed what the body held. */
async function prepare(
  { codecs }: Runtime,
  reached: Reached,
  { contentType }: StoredStream,
  { rest, head, length }: OpenBody,
): Promise<{ readonly skipped: number; readonly bytes: Uint8Array }> {
  const { address, backend, signal } = reached;
  try {
    // What has no digest could not be told from what its reader makes of it.
    const codec = address.digest === undefined ? undefined : find(codecs, address, contentType);
    const header = codec?.readBytesHeader?.(head);
    const isBytes = header && header.headerLength + header.length === length;
    const skipped = isBytes ? header.headerLength : 0;
    return { skipped, bytes: allocate(length - skipped) };
  } catch (cause) {
    await free(rest);
    throw failure(backend, () => reading(reached), signal, cause);
  }
}

// The caller has `data`, and nobody has another copy of its bytes.
function together(prefix: Uint8Array, data: Uint8Array, { address, subject }: Reached): Uint8Array {
  const bytes = new Uint8Array(Buffer.concat([prefix, data]));
  const digest = address.digest as string;
  if (digestOf(bytes, hashOf(digest)) === digest) return bytes;
  throw new UnsupportedOperation(
    `the bytes of ${subject} are not held beside its data, which has been changed since: retrieve it again`,
  );
}
