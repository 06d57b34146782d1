import { Readable } from "node:stream";
import type { Address } from "./address.js";
import { decode, pick } from "./codecs.js";
import { digestOf } from "./digest.js";
import { identityOf, load } from "./load.js";
import { reach } from "./reach.js";
import { noBytes, retrieveStream } from "./retrieve-stream.js";
import type { OperationOptions, Runtime } from "./runtime.js";
import { share } from "./share.js";
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
    const reached = await reach(runtime, from, options, event);
    const { address, subject, backend, config } = reached;
    const asStream = options.as === "stream";
    if (asStream && backend.getStream && address.digest !== undefined) {
      return retrieveStream(runtime, reached, event);
    }
    const stored = await load(reached);
    const { bytes } = stored;
    event.bytes = bytes.length;
    const { namespace, name } = identityOf(stored, reached);
    event.namespace = namespace;
    event.name = name;

    const codec = pick(runtime.codecs, address, stored.contentType, subject);
    const decoded = decode(codec, bytes, subject);
    if (asStream && !(decoded instanceof Uint8Array)) throw noBytes(subject);
    const checked = options.schema ? await validate(decoded, options.schema, subject) : decoded;
    const data = asStream ? Readable.from([decoded], { objectMode: false }) : checked;
    return new Stash({
      namespace,
      name,
      address,
      backend,
      encoded: () => bytes,
      digest: () => address.digest ?? digestOf(bytes, config.hash),
      data: () => data,
      share: (at, shareOptions) => share(runtime, at, { config, ...shareOptions }),
    });
  });
}
