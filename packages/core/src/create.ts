import type { Await } from "./backend.js";
import { encode } from "./codecs.js";
import { type Config, toConfig } from "./config.js";
import { DIGEST_LENGTH } from "./digest.js";
import { StashTooLarge } from "./errors.js";
import { checkName, checkNamespace } from "./name.js";
import { checkAllowed } from "./namespaces.js";
import { type Encoded, EncodedBytes, type Label } from "./payload.js";
import { andThen } from "./pending.js";
import type { OperationOptions, Runtime } from "./runtime.js";
import type { Stash } from "./stash.js";
import { store, type Storing } from "./store.js";
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
  return traced("create", (event) => {
    const { namespace = "default", signal } = options;
    event.namespace = namespace;
    event.name = name;
    const config = toConfig(options.config ?? runtime.config);
    checkNamespace(namespace);
    checkName(name, DIGEST_LENGTH[config.hash]);
    checkAllowed(namespace, config);
    signal?.throwIfAborted();

    const storing: Storing = { runtime, config, signal, event, declined: [] };
    const label: Label = { namespace, name, codec: runtime.codecs[0], hash: config.hash };
    if (isStreamSource(data)) return createFrom<T>(data, label, storing);
    return ready<T>(new EncodedBytes(label, encode(label.codec, data)), storing);
  });
}

async function createFrom<T>(
  stream: StreamSource,
  label: Label,
  storing: Storing,
): Promise<Stash<T>> {
  const { config, signal } = storing;
  const check = (length: number) => checkLength(label.name, length, config);
  const source = await openSource(stream, check, signal);
  try {
    return await ready<T>(await EncodedStream.from(label, source, signal), storing);
  } finally {
    await source.close();
  }
}

function ready<T>(encoded: Encoded, storing: Storing): Await<Stash<T>> {
  checkLength(encoded.label.name, encoded.length, storing.config);
  storing.event.bytes = encoded.length;
  return andThen(encoded.digestAhead?.(storing.signal), () => store<T>(encoded, storing));
}

function checkLength(name: string, length: number, { maxPayloadBytes }: Config): void {
  if (length <= maxPayloadBytes) return;
  throw new StashTooLarge(
    `the payload of "${name}" has ${length} bytes encoded, Config.maxPayloadBytes allows ${maxPayloadBytes}`,
  );
}
