import { Address } from "./address.js";
import type { Await, Backend, PutContext } from "./backend.js";
import { encode } from "./codecs.js";
import { type Config, toConfig } from "./config.js";
import { Created } from "./created.js";
import { DIGEST_LENGTH } from "./digest.js";
import { BackendRemoteError, StashTooLarge, UnsupportedBackend } from "./errors.js";
import { attempt } from "./failure.js";
import { checkName, checkNamespace } from "./name.js";
import { checkAllowed } from "./namespaces.js";
import { type Encoded, EncodedBytes, type Label } from "./payload.js";
import { isPending } from "./pending.js";
import { redact } from "./redact.js";
import type { OperationOptions, Runtime } from "./runtime.js";
import { Stash } from "./stash.js";
import { EncodedStream } from "./stream-payload.js";
import { isStreamSource, openSource, type StreamSource } from "./stream-source.js";
import { traced } from "./trace.js";

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
    const check = (length: number) => checkLength(name, length, config);
    const source = isStreamSource(data) ? await openSource(data, check, signal) : undefined;
    try {
      const encoded: Encoded = source
        ? await EncodedStream.from(label, source, signal)
        : new EncodedBytes(label, encode(label.codec, data));
      check(encoded.length);
      event.bytes = encoded.length;
      const digesting = encoded.digestAhead?.(signal);
      if (digesting) await digesting;

      // The backends are asked in their order; the first that does not decline has it.
      const declined: string[] = [];
      for (const entry of config.backends) {
        const found = runtime.backends.resolve(entry);
        const backend = isPending(found) ? await found : found;
        let reason = canStore(backend) ? "it declined" : "it only reads";
        const decline = (why: string) => void (reason = why);
        const offered = offer(encoded, backend, { config, signal, decline });
        const text = isPending(offered) ? await offered : offered;
        if (text !== undefined) {
          event.scheme = backend.name;
          const address = issued(backend, text);
          return new Stash<T>(new Created<T>(runtime, config, encoded, backend, address));
        }
        declined.push(`${backend.name} (${reason})`);
      }
      throw new UnsupportedBackend(
        `no backend took the payload of "${name}" (${encoded.length} bytes encoded); asked: ${declined.join(", ")}`,
      );
    } finally {
      if (source) await source.close();
    }
  });
}

function canStore(backend: Backend): boolean {
  return (backend.put ?? backend.putStream) !== undefined;
}

function offer(encoded: Encoded, backend: Backend, context: PutContext): Await<string | undefined> {
  if (!canStore(backend)) return undefined;
  const { namespace, name } = encoded.label;
  const task = () => `store "${name}" in namespace "${namespace}"`;
  return attempt(backend, task, context.signal, () => encoded.offer(backend, context));
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
