import type { Address } from "../address/address.js";
import { checkName, checkNamespace } from "../address/name.js";
import { checkAllowed } from "../address/namespaces.js";
import type { Stored, StoredStream } from "../backend/backend.js";
import { call } from "../backend/call.js";
import type { Target } from "../backend/target.js";
import { findCodec, noCodec } from "../codec/choose.js";
import { StashNotFound } from "../errors.js";
import { openBody } from "../payload/body.js";
import { decodeBody, decodeStream } from "../payload/decode.js";
import { digestOf } from "../payload/digest.js";
import type { StandardSchema } from "../schema/standard-schema.js";
import { validate } from "../schema/validate.js";
import { Stash } from "../stash.js";
import { traced } from "../trace.js";
import { findTarget } from "./find-target.js";
import type { OperationOptions, Runtime } from "./runtime.js";
import { share } from "./share.js";

export interface RetrieveOptions extends OperationOptions {
  /** Checks and types the data: any Standard Schema validator (zod, valibot, arktype…). */
  readonly schema?: StandardSchema | undefined;
  /**
   * `"stream"`: `data` is a Node stream (in a browser, a `ReadableStream`) of the bytes that were stashed, which
   * are not held in memory
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
    const target = await findTarget(runtime, from, options, event);
    const { address, subject, backend, context } = target;
    const { config, signal } = context;
    const stored = await call(backend, `read ${subject}`, signal, () =>
      backend.get(address, context),
    );
    if (stored === undefined) throw new StashNotFound(`stash not found: ${subject}`);

    const body = await openBody(stored, target);
    try {
      event.bytes = body.length;
      const { namespace, name } = labelOf(stored, target);
      event.namespace = namespace;
      event.name = name;
      const { contentType } = stored;
      const codec = findCodec(runtime.codecs, address, contentType);
      const isStream = options.as === "stream";
      if (!codec) {
        // Wrong bytes are reported first: a proxy's error page has another content type as well.
        if (!isStream) await body.collect();
        throw noCodec(runtime.codecs, address, contentType);
      }
      event.codec = codec.name;
      const decode = isStream ? decodeStream : decodeBody;
      const { data, encoded } = await decode(body, codec, target);
      const { schema } = options;
      const checked = schema ? await validate(data, schema, `the data at ${subject}`) : data;
      return new Stash({
        namespace,
        name,
        address,
        backend,
        encoded,
        digest: () => address.digest ?? digestOf(encoded(), config.hash),
        data: () => checked,
        share: (shareOptions) => share(runtime, address, { config, ...shareOptions }),
      });
    } catch (error) {
      await body.close();
      throw error;
    }
  });
}

/**
 * Whose payload it is: what was stored beside it (as a shared link shows), else what the address says.
 *
 * @throws {InvalidAddress} for metadata that no address could hold, or that the config does not allow
 */
function labelOf(stored: Stored | StoredStream, { address, context }: Target) {
  const { namespace = address.namespace, name = address.name } = stored;
  if (stored.namespace !== undefined) {
    checkNamespace(namespace);
    checkAllowed(namespace, context.config.namespaces);
  }
  if (stored.name !== undefined) checkName(name);
  return { namespace, name };
}
