import { Readable } from "node:stream";
import type { Address } from "./address.js";
import { decode, pick } from "./codecs.js";
import { identityOf, load } from "./load.js";
import { isPending } from "./pending.js";
import { reach } from "./reach.js";
import { noBytes, retrieveStream } from "./retrieve-stream.js";
import { Retrieved } from "./retrieved.js";
import type { OperationOptions, Runtime } from "./runtime.js";
import type { StandardSchema } from "./standard-schema.js";
import { Stash } from "./stash.js";
import { traced } from "./trace.js";
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
  return traced("retrieve", async (event) => {
    const found = reach(runtime, from, options, event);
    const reached = isPending(found) ? await found : found;
    const { address, backend } = reached;
    const asStream = options.as === "stream";
    if (asStream && backend.getStream && address.digest !== undefined) {
      return retrieveStream(runtime, reached, event);
    }
    const answer = load(reached);
    const stored = isPending(answer) ? await answer : answer;
    const { bytes } = stored;
    event.bytes = bytes.length;
    const identity = identityOf(stored, reached);
    event.namespace = identity.namespace;
    event.name = identity.name;

    const codec = pick(runtime.codecs, address, stored.contentType);
    const decoded = decode(codec, bytes, address);
    if (asStream && !(decoded instanceof Uint8Array)) throw noBytes(reached.subject);
    const checked = options.schema
      ? await validate(decoded, options.schema, reached.subject)
      : decoded;
    const data = asStream ? Readable.from([decoded], { objectMode: false }) : checked;
    return new Stash(new Retrieved(runtime, reached, identity, bytes, data));
  });
}
