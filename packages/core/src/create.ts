import { Address } from "./address.js";
import type { Backend, PutContext } from "./backend.js";
import { decode, encode } from "./codecs.js";
import { type Config, toConfig } from "./config.js";
import { DIGEST_LENGTH } from "./digest.js";
import {
  BackendRemoteError,
  StashTooLarge,
  UnsupportedBackend,
  UnsupportedOperation,
} from "./errors.js";
import { attempt } from "./failure.js";
import { checkName, checkNamespace } from "./name.js";
import { checkAllowed } from "./namespaces.js";
import { type Encoded, EncodedBytes, type Label } from "./payload.js";
import { redact } from "./redact.js";
import type { OperationOptions, Runtime } from "./runtime.js";
import { share } from "./share.js";
import { Stash } from "./stash.js";
import { EncodedStream } from "./stream-payload.js";
import { isStreamSource, openSource, type StreamSource } from "./stream-source.js";
import { traced, type TraceEvent } from "./trace.js";

export interface CreateOptions extends OperationOptions {
  /** Where it is kept: the bucket on S3. Default `"default"`. */
  readonly namespace?: string | undefined;
}

export function create<T>(
  runtime: Runtime,
  name: string,
  data: T | StreamSource,
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

    const label: Label = { namespace, name, codec: runtime.codecs[0], hash: config.hash };
    const store = (encoded: Encoded) => put<T>(runtime, encoded, config, signal, event);
    if (isStreamSource(data)) return fromStream(label, data, config, signal, store);
    const bytes = encode(label.codec, data);
    checkLength(name, bytes.length, config);
    const encoded = new EncodedBytes(label, bytes);
    await encoded.digestAhead(signal);
    return store(encoded);
  });
}

async function fromStream<T>(
  label: Label,
  data: StreamSource,
  config: Config,
  signal: AbortSignal | undefined,
  store: (encoded: Encoded) => Promise<Stash<T>>,
): Promise<Stash<T>> {
  const check = (length: number) => checkLength(label.name, length, config);
  const source = await openSource(data, check, signal);
  try {
    const encoded = await EncodedStream.from(label, source, signal);
    check(encoded.length);
    return await store(encoded);
  } finally {
    await source.close();
  }
}

/** Asks the backends in their order; the first that does not decline has it. */
async function put<T>(
  runtime: Runtime,
  encoded: Encoded,
  config: Config,
  signal: AbortSignal | undefined,
  event: TraceEvent,
): Promise<Stash<T>> {
  const { namespace, name } = encoded.label;
  event.bytes = encoded.length;
  const declined: string[] = [];
  for (const entry of config.backends) {
    const found = runtime.backends.resolve(entry);
    const backend = found instanceof Promise ? await found : found;
    let reason = "it only reads";
    if (backend.put ?? backend.putStream) {
      reason = "it declined";
      const context: PutContext = { config, signal, decline: (why) => void (reason = why) };
      const task = () => `store "${name}" in namespace "${namespace}"`;
      const text = await attempt(backend, task, signal, () => encoded.offer(backend, context));
      if (text !== undefined) {
        event.scheme = backend.name;
        return stashOf<T>(runtime, encoded, backend, issued(backend, text), config);
      }
    }
    declined.push(`${backend.name} (${reason})`);
  }
  throw new UnsupportedBackend(
    `no backend took the payload of "${name}" (${encoded.length} bytes encoded); asked: ${declined.join(", ")}`,
  );
}

function stashOf<T>(
  runtime: Runtime,
  encoded: Encoded,
  backend: Backend,
  address: Address,
  config: Config,
): Stash<T> {
  const { namespace, name, codec } = encoded.label;
  const bytes = () => {
    if (encoded.bytes) return encoded.bytes;
    throw new UnsupportedOperation(
      `"${name}" was stashed from a stream, so its bytes are not held: retrieve(${redact(address.text)})`,
    );
  };
  return new Stash<T>({
    namespace,
    name,
    address,
    backend,
    encoded: bytes,
    digest: () => encoded.digest,
    data: () => decode(codec, bytes(), redact(address.text)) as T,
    share: (at, shareOptions) => share(runtime, at, { config, ...shareOptions }),
  });
}

function checkLength(name: string, length: number, { maxPayloadBytes }: Config): void {
  if (length <= maxPayloadBytes) return;
  throw new StashTooLarge(
    `the payload of "${name}" has ${length} bytes encoded, Config.maxPayloadBytes allows ${maxPayloadBytes}`,
  );
}

function issued(backend: Backend, text: string): Address {
  const address = Address.parse(text);
  if (address.scheme === backend.name) return address;
  throw new BackendRemoteError(
    `backend "${backend.name}" issued the address ${redact(text)}: its scheme must be the backend's name`,
  );
}
