import { Readable } from "node:stream";
import type { Address } from "./address.js";
import type { Await, Stored } from "./backend.js";
import { decode, pick } from "./codecs.js";
import { identityOf, load } from "./load.js";
import { andThen } from "./pending.js";
import { reach, type Reached } from "./reach.js";
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
      return andThen(load(reached), (stored) => read(runtime, reached, stored, options, event));
    }),
  );
}

function read(
  runtime: Runtime,
  reached: Reached,
  stored: Stored,
  options: RetrieveOptions,
  event: TraceEvent,
): Await<Stash> {
  const { bytes } = stored;
  event.bytes = bytes.length;
  const identity = identityOf(stored, reached);
  event.namespace = identity.namespace;
  event.name = identity.name;

  const codec = pick(runtime.codecs, reached.address, stored.contentType);
  const decoded = decode(codec, bytes, reached.address);
  const stashOf = (data: unknown) =>
    new Stash(new Retrieved(runtime, reached, identity, bytes, data));
  if (options.as === "stream") {
    if (!(decoded instanceof Uint8Array)) throw noBytes(reached.subject);
    return stashOf(Readable.from([decoded], { objectMode: false }));
  }
  if (!options.schema) return stashOf(decoded);
  return validate(decoded, options.schema, reached.subject).then(stashOf);
}
