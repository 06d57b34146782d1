import { Address } from "./address.js";
import type { Backend, PutContext } from "./backend.js";
import { encode, decode } from "./codecs.js";
import { type Config, toConfig } from "./config.js";
import { DIGEST_LENGTH } from "./digest.js";
import { BackendRemoteError, StashTooLarge, UnsupportedBackend } from "./errors.js";
import { attempt } from "./failure.js";
import { checkName, checkNamespace } from "./name.js";
import { checkAllowed } from "./namespaces.js";
import { BackendPayload, Encoded } from "./payload.js";
import { redact } from "./redact.js";
import type { OperationOptions, Runtime } from "./runtime.js";
import { share } from "./share.js";
import { Stash } from "./stash.js";
import { traced, type TraceEvent } from "./trace.js";

export interface CreateOptions extends OperationOptions {
  /** Where it is kept: the bucket on S3. Default `"default"`. */
  readonly namespace?: string | undefined;
}

export function create<T>(
  runtime: Runtime,
  name: string,
  data: T,
  options: CreateOptions,
): Promise<Stash<T>> {
  return traced("create", async (event) => {
    const { namespace = "default", signal } = options;
    event.namespace = namespace;
    event.name = name;
    const config = toConfig(options.config ?? runtime.config);
    checkNamespace(namespace);
    checkName(name, DIGEST_LENGTH[config.hash]);
    checkAllowed(namespace, config);
    signal?.throwIfAborted();

    const codec = runtime.codecs[0];
    const bytes = encode(codec, data);
    event.bytes = bytes.length;
    if (bytes.length > config.maxPayloadBytes) {
      throw new StashTooLarge(
        `the payload of "${name}" has ${bytes.length} bytes encoded, Config.maxPayloadBytes allows ${config.maxPayloadBytes}`,
      );
    }
    const encoded = new Encoded(namespace, name, codec, bytes, config.hash);
    await encoded.digestAhead(signal);
    const { backend, address } = await put(runtime, encoded, config, signal, event);
    return new Stash<T>({
      namespace,
      name,
      address,
      backend,
      encoded: bytes,
      digest: () => encoded.digest,
      data: () => decode(codec, bytes, redact(address.text)) as T,
      share: (at, shareOptions) => share(runtime, at, { config, ...shareOptions }),
    });
  });
}

/** Asks the backends in their order; the first that does not decline has it. */
async function put(
  { backends }: Runtime,
  encoded: Encoded,
  config: Config,
  signal: AbortSignal | undefined,
  event: TraceEvent,
): Promise<{ backend: Backend; address: Address }> {
  const declined: string[] = [];
  for (const entry of config.backends) {
    const found = backends.resolve(entry);
    const backend = found instanceof Promise ? await found : found;
    let reason = "it declined";
    const context: PutContext = { config, signal, decline: (why) => void (reason = why) };
    if (backend.put) {
      const payload = new BackendPayload(encoded, backend.name);
      const task = () => `store "${encoded.name}" in namespace "${encoded.namespace}"`;
      const text = await attempt(backend, task, signal, () => backend.put?.(payload, context));
      if (text !== undefined) {
        event.scheme = backend.name;
        return { backend, address: issued(backend, text) };
      }
    } else {
      reason = "it only reads";
    }
    declined.push(`${backend.name} (${reason})`);
  }
  throw new UnsupportedBackend(
    `no backend took the payload of "${encoded.name}" (${encoded.bytes.length} bytes encoded); asked: ${declined.join(", ")}`,
  );
}

function issued(backend: Backend, text: string): Address {
  const address = Address.parse(text);
  if (address.scheme === backend.name) return address;
  throw new BackendRemoteError(
    `backend "${backend.name}" issued the address ${redact(text)}: its scheme must be the backend's name`,
  );
}
