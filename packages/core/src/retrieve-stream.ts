import { Readable } from "node:stream";
import type { StoredStream } from "./backend.js";
import { pick } from "./codecs.js";
import { StashCorrupted, UnsupportedOperation } from "./errors.js";
import { attempt } from "./failure.js";
import { absent, reading } from "./load.js";
import { free } from "./next-chunk.js";
import { openBody, type OpenBody } from "./open-body.js";
import type { Reached } from "./reach.js";
import type { Runtime } from "./runtime.js";
import { share } from "./share.js";
import { Stash } from "./stash.js";
import type { TraceEvent } from "./trace.js";
import { verified } from "./verified.js";

/** A stash of bytes that are not held: `data` is a stream of them, verified as they pass. */
export async function retrieveStream(
  runtime: Runtime,
  reached: Reached,
  event: TraceEvent,
): Promise<Stash<Readable>> {
  const { address, backend, context, signal, config, subject } = reached;
  const task = () => reading(reached);
  const stored = await attempt(backend, task, signal, () => backend.getStream?.(address, context));
  if (stored === undefined) throw absent(reached);
  const body = await openBody(reached, stored, event);
  const { rest, identity } = body;
  const chunks = verified(body, await headerLength(runtime, reached, stored, body), reached);
  const data = Readable.from(chunks, { objectMode: false, ...(signal && { signal }) });
  // A stream that is destroyed before its first read never starts `chunks`, which would free it.
  data.once("close", () => void rest.return?.()?.catch(() => {}));
  return new Stash({
    ...identity,
    address,
    backend,
    get encoded(): never {
      throw new UnsupportedOperation(`the bytes of ${subject} are read as a stream, and not held`);
    },
    digest: address.digest as string,
    data,
    share: (shareOptions) => share(runtime, address, { config, ...shareOptions }),
  });
}

/** Where the bytes begin. What is thrown has freed what the body held. */
async function headerLength(
  { codecs }: Runtime,
  { address, subject }: Reached,
  { contentType }: StoredStream,
  { rest, head, length }: OpenBody,
): Promise<number> {
  try {
    const header = pick(codecs, address, contentType).readBytesHeader?.(head);
    if (!header) throw noBytes(subject);
    if (header.headerLength + header.length === length) return header.headerLength;
    throw new StashCorrupted(
      `the stash at ${subject} is not what was stored: it states ${header.length} bytes, ${length - header.headerLength} are there`,
    );
  } catch (error) {
    await free(rest);
    throw error;
  }
}

/** What a stash that holds something other than bytes gets for `as: "stream"`. */
export function noBytes(subject: string): UnsupportedOperation {
  return new UnsupportedOperation(
    `the stash at ${subject} holds no bytes, so there is no stream of them: retrieve it without { as: "stream" }`,
  );
}
