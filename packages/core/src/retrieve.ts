import { Readable } from "node:stream";
import type { Address } from "./address.js";
import type { Await, Stored } from "./backend.js";
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
    andThen(reach(runtime, from, options, event), (reached): Await<Stash> => {
      const { address, backend } = reached;
      if (options.as === "stream" && backend.getStream && address.digest !== undefined) {
        return retrieveStream(runtime, reached, event);
      }
      const loading = andThen(load(reached), (stored) =>
        isStream(stored)
          ? receive(runtime, reached, stored, event)
          : andThen(verify(stored, reached), (bytes) => read(runtime, reached, bytes, event)),
      );
      return andThen(loading, (loaded) => finish(runtime, reached, loaded, options));
    }),
  );
}

function read(runtime: Runtime, reached: Reached, stored: Stored, event: TraceEvent): Loaded {
  const { bytes } = stored;
  event.bytes = bytes.length;
  const identity = identityOf(stored, reached);
  event.namespace = identity.namespace;
  event.name = identity.name;
  const codec = pick(runtime.codecs, reached.address, stored.contentType);
  return { identity, data: decode(codec, bytes, reached.address), encoded: () => bytes };
}

function finish(
  runtime: Runtime,
  reached: Reached,
  { identity, data, encoded }: Loaded,
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
