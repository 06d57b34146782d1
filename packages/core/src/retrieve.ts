import type { Address } from "./address.js";
import type { Stored } from "./backend.js";
import { decode, pick } from "./codecs.js";
import type { Config } from "./config.js";
import { digestOf, digestYielding, hashOf, isLarge } from "./digest.js";
import { BackendRemoteError, StashCorrupted, StashNotFound, StashTooLarge } from "./errors.js";
import { attempt } from "./failure.js";
import { checkName, checkNamespace } from "./name.js";
import { checkAllowed } from "./namespaces.js";
import { reach, type Reached } from "./reach.js";
import type { OperationOptions, Runtime } from "./runtime.js";
import { share } from "./share.js";
import type { StandardSchema } from "./standard-schema.js";
import { Stash } from "./stash.js";
import { traced } from "./trace.js";
import { validate } from "./validate.js";

export interface RetrieveOptions extends OperationOptions {
  /** Checks and types the data: any Standard Schema validator (zod, valibot, arktype…). */
  readonly schema?: StandardSchema | undefined;
}

export function retrieve(
  runtime: Runtime,
  from: Address | string,
  options: RetrieveOptions,
): Promise<Stash> {
  return traced("retrieve", async (event) => {
    const reached = await reach(runtime, from, options, event);
    const { address, subject, backend, config, signal, context } = reached;
    const task = () => `read ${subject}`;
    const stored = await attempt(backend, task, signal, () => backend.get(address, context));
    if (stored === undefined) throw new StashNotFound(`stash not found: ${subject}`);
    const bytes = checkedBytes(stored, reached);
    event.bytes = bytes.length;
    await verify(bytes, reached);

    const { namespace, name } = identity(stored, address, config);
    event.namespace = namespace;
    event.name = name;
    const codec = pick(runtime.codecs, address, stored.contentType, subject);
    const decoded = decode(codec, bytes, subject);
    const data = options.schema ? await validate(decoded, options.schema, subject) : decoded;
    return new Stash({
      namespace,
      name,
      address,
      backend,
      encoded: bytes,
      digest: () => address.digest ?? digestOf(bytes, config.hash),
      data: () => data,
      share: (at, shareOptions) => share(runtime, at, { config, ...shareOptions }),
    });
  });
}

function checkedBytes({ bytes }: Stored, { backend, config, subject }: Reached): Uint8Array {
  if (!(bytes instanceof Uint8Array)) {
    throw new BackendRemoteError(`backend "${backend.name}" gave no bytes for ${subject}`);
  }
  if (bytes.length > config.maxPayloadBytes) {
    throw new StashTooLarge(
      `${subject} has ${bytes.length} bytes, Config.maxPayloadBytes allows ${config.maxPayloadBytes}`,
    );
  }
  return bytes;
}

/** Always before decoding: what was changed on its way never reaches a decoder. */
async function verify(bytes: Uint8Array, { address, subject, signal }: Reached): Promise<void> {
  const { digest } = address;
  if (digest === undefined) return;
  const hash = hashOf(digest);
  const actual = isLarge(bytes) ? await digestYielding(bytes, hash, signal) : digestOf(bytes, hash);
  if (actual === digest) return;
  throw new StashCorrupted(
    `the stash at ${subject} is not what was stored: its ${hash} is ${actual} (${bytes.length} bytes)`,
  );
}

/** Whose payload it is: what was read beside it (a link's metadata), else what the address says. */
function identity(
  stored: Stored,
  address: Address,
  config: Config,
): { namespace: string; name: string } {
  const { namespace = address.namespace, name = address.name } = stored;
  if (stored.namespace !== undefined) {
    checkNamespace(namespace);
    checkAllowed(namespace, config);
  }
  if (stored.name !== undefined) checkName(name);
  return { namespace, name };
}
