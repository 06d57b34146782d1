import { Address } from "../address/address.js";
import { DIGEST_LENGTH } from "../address/digest.js";
import { checkName, checkNamespace } from "../address/name.js";
import { checkAllowed } from "../address/namespaces.js";
import { redact } from "../address/redact.js";
import { call } from "../backend/call.js";
import { decode } from "../codec/call.js";
import { toConfig } from "../config.js";
import { BackendRemoteError, UnsupportedBackend, UnsupportedOperation } from "../errors.js";
import { encode } from "../payload/encode.js";
import { offer } from "../payload/offer.js";
import { Stash } from "../stash.js";
import { traced } from "../trace.js";
import type { OperationOptions, Runtime } from "./runtime.js";
import { share } from "./share.js";

export interface CreateOptions extends OperationOptions {
  /** Where it is kept: the bucket on S3. Default `"default"`. */
  readonly namespace?: string | undefined;
}

export function create<T>(
  runtime: Runtime,
  name: string,
  data: unknown,
  options: CreateOptions,
): Promise<Stash<T>> {
  return traced("create", async (event) => {
    const { namespace = "default", signal } = options;
    event.namespace = namespace;
    event.name = name;
    const config = toConfig(options.config ?? runtime.config);
    checkNamespace(namespace);
    checkName(name, DIGEST_LENGTH[config.hash]);
    checkAllowed(namespace, config.namespaces);
    signal?.throwIfAborted();

    const codec = runtime.codecs[0];
    event.codec = codec.name;
    const { hash, maxPayloadBytes } = config;
    const payload = await encode(data, { namespace, name, codec, hash, maxPayloadBytes }, signal);
    event.bytes = payload.length;
    try {
      const declined: string[] = [];
      for (const entry of config.backends) {
        const backend = await runtime.loadBackend(entry);
        event.scheme = backend.name;
        let reason = "it declined";
        const decline = (why: string) => void (reason = why);
        const task = `store "${name}" in namespace "${namespace}"`;
        const text = await call(backend, task, signal, () =>
          offer(payload, backend, { config, signal, decline }),
        );
        if (text === undefined) {
          declined.push(`${backend.name} (${reason})`);
          continue;
        }
        const address = Address.parse(text);
        if (address.scheme !== backend.name) {
          throw new BackendRemoteError(
            `backend "${backend.name}" issued the address ${redact(text)}: its scheme must be the backend's name`,
          );
        }
        const encoded = () => {
          if (payload.bytes) return payload.bytes;
          throw new UnsupportedOperation(
            `"${name}" was stashed from a stream, so its bytes are not held: retrieve(${redact(text)})`,
          );
        };
        return new Stash<T>({
          namespace,
          name,
          address,
          backend,
          encoded,
          digest: payload.digest,
          data: () => decode(codec, encoded(), address) as T,
          share: (shareOptions) => share(runtime, address, { config, ...shareOptions }),
        });
      }
      throw new UnsupportedBackend(
        `no backend took the payload of "${name}" (${payload.length} bytes encoded); asked: ${declined.join(", ")}`,
      );
    } finally {
      await payload.close();
    }
  });
}
