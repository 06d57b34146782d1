import { Readable } from "node:stream";
import type { Address } from "./address.js";
import type { Await, Stored, StoredStream } from "./backend.js";
import { decode, pick } from "./codecs.js";
import { isStream } from "./collect.js";
import { identityOf, load, type Loaded, verify } from "./load.js";
import { andThen } from "./pending.js";
import { reach, type Reached } from "./reach.js";
import { receive } from "./receive.js";
import { noBytes, retrieveStream } from "./retrieve-stream.js";
import { Retrieved } from "./retrieved.js";
import type { OperationOptions, Runtime } from "./runtime.js";
import type { StandardSchema } from "./standard-schema.js";
import { Stash } from "./stash.js";
import { traced, type TraceEvent } from "./trace.js";
import { validate } from "./validate.js";

export interface RetrieveOptions extends OperationOptions {
  /** Checks and types the data: any Standard Schema validator (zod, valibot, arktype…). */
  readonly schema?: StandardSchema | undefined;
  /**
   * `"stream"`: `data` is a Node stream of the bytes that were stashed, which are not held in memory
   * (where the backend can do so). It fails at its end where they are not those that were stored, so
   * trust nothing of it before it has ended. Default: the data itself.
   */
  readonly as?: "stream" | undefined;
}

export function retrieve(
  runtime: Runtime,
  from: Address | string,
  options: RetrieveOptions,
): Promise<Stash> {
  return traced("retrieve", (event) =>
    andThen(reach(runtime, from, options, event), retrieveFrom, runtime, options, event),
  );
}

function retrieveFrom(
  reached: Reached,
  runtime: Runtime,
  options: RetrieveOptions,
  event: TraceEvent,
): Await<Stash> {
  const { address, backend } = reached;
  if (options.as === "stream" && backend.getStream && address.digest !== undefined) {
    return retrieveStream(runtime, reached, event);
  }
  const loaded = andThen(load(reached), take, runtime, reached, event);
  return andThen(loaded, finish, runtime, reached, options);
}

/** Reads what a backend answered. */
function take(
  stored: Stored | StoredStream,
  runtime: Runtime,
  reached: Reached,
  event: TraceEvent,
): Await<Loaded> {
  if (isStream(stored)) return receive(runtime, reached, stored, event);
  return andThen(verify(stored, reached), read, runtime, reached, event);
}

function read(stored: Stored, runtime: Runtime, reached: Reached, event: TraceEvent): Loaded {
  const { bytes } = stored;
  event.bytes = bytes.length;
  const identity = identityOf(stored, reached);
  event.namespace = identity.namespace;
  event.name = identity.name;
  const codec = pick(runtime.codecs, reached.address, stored.contentType);
  return { identity, data: decode(codec, bytes, reached.address), encoded: () => bytes };
}

function finish(
  { identity, data, encoded }: Loaded,
  runtime: Runtime,
  reached: Reached,
  { as, schema }: RetrieveOptions,
): Await<Stash> {
  const stashOf = (data: unknown) =>
    new Stash(new Retrieved(runtime, reached, identity, encoded, data));
  if (as === "stream") {
    if (!(data instanceof Uint8Array)) throw noBytes(reached.subject);
    return stashOf(Readable.from([data], { objectMode: false }));
  }
  if (!schema) return stashOf(data);
  return validate(data, schema, reached.subject).then(stashOf);
}
