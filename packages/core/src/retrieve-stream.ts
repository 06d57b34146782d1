import { Readable } from "node:stream";
import { StashCorrupted, UnsupportedOperation } from "./errors.js";
import { pick } from "./codecs.js";
import { attempt, failure } from "./failure.js";
import { absent, checkLength, identityOf, reading } from "./load.js";
import type { Reached } from "./reach.js";
import type { Runtime } from "./runtime.js";
import { share } from "./share.js";
import { Stash } from "./stash.js";
import type { TraceEvent } from "./trace.js";
import { verified } from "./verified.js";

// Enough for the header of any codec (see Codec.readBytesHeader).
const PEEK = 16;

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
  event.bytes = stored.length;

  const body = stored.body[Symbol.asyncIterator]();
  try {
    // First of all: a generator that has not started yet would free nothing when it is left.
    const head = await peek(body).catch((cause: unknown) => {
      throw failure(backend, task, signal, cause);
    });
    checkLength(stored.length, reached);
    const { namespace, name } = identityOf(stored, reached);
    event.namespace = namespace;
    event.name = name;
    const codec = pick(runtime.codecs, address, stored.contentType);
    const header = codec.readBytesHeader?.(head);
    if (!header) throw noBytes(subject);
    if (header.headerLength + header.length !== stored.length) {
      throw new StashCorrupted(
        `the stash at ${subject} is not what was stored: it states ${header.length} bytes, ${stored.length - header.headerLength} are there`,
      );
    }
    const chunks = verified(body, head, header.headerLength, stored.length, reached);
    const data = Readable.from(chunks, { objectMode: false, ...(signal && { signal }) });
    // A stream that is destroyed before its first read never starts `chunks`, which would free it.
    data.once("close", () => void body.return?.()?.catch(() => {}));
    return new Stash({
      namespace,
      name,
      address,
      backend,
      get encoded(): never {
        throw new UnsupportedOperation(
          `the bytes of ${subject} are read as a stream, and not held`,
        );
      },
      digest: address.digest as string,
      data,
      share: (shareOptions) => share(runtime, address, { config, ...shareOptions }),
    });
  } catch (error) {
    await body.return?.();
    throw error;
  }
}

/** What a stash that holds something other than bytes gets for `as: "stream"`. */
export function noBytes(subject: string): UnsupportedOperation {
  return new UnsupportedOperation(
    `the stash at ${subject} holds no bytes, so there is no stream of them: retrieve it without { as: "stream" }`,
  );
}

/** The first bytes of a body: at least 16, or all of them. */
async function peek(body: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (let length = 0; length < PEEK;) {
    const { done, value } = await body.next();
    if (done) break;
    chunks.push(value);
    length += value.length;
  }
  return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks);
}
