import { escapeName } from "../address/name.js";
import type { Backend, Payload, PutContext, Settings, StreamPayload } from "../backend/backend.js";
import type { Codec } from "../codec/codec.js";
import { join } from "./join.js";

/** What a payload is called, and how it is encoded. */
export interface Label extends Pick<Settings, "hash" | "maxPayloadBytes"> {
  readonly namespace: string;
  readonly name: string;
  readonly codec: Codec;
}

/** What one `create` stores: bytes in memory, or a stream of them that can be read again. */
export interface Encoded extends Pick<StreamPayload, "length" | "stream"> {
  readonly label: Label;
  /** If they are in memory. */
  readonly bytes: Uint8Array | undefined;
  /** Computed on first use if the bytes are few. */
  digest(): string;
  /** Frees the source of a stream. */
  close(): Promise<void>;
}

/** Offers a payload to a backend, which may decline. Collects a stream if the backend takes only bytes. */
export async function offer(
  encoded: Encoded,
  backend: Backend,
  context: PutContext,
): Promise<string | undefined> {
  const { bytes, length, stream } = encoded;
  const payload = new LabelledPayload(encoded, backend.name);
  if (!bytes && backend.putStream) {
    return backend.putStream(Object.assign(payload, { length, stream }), context);
  }
  if (!backend.put) return context.decline("it only reads");
  const collected = bytes ?? (await join(stream(), length));
  return backend.put(Object.assign(payload, { bytes: collected }), context);
}

/** A payload as one backend sees it: its address has that backend's scheme. */
class LabelledPayload implements Omit<Payload, "bytes"> {
  readonly namespace: string;
  readonly name: string;
  readonly codec: string;
  readonly contentType: string;
  readonly #encoded: Encoded;
  readonly #scheme: string;

  constructor(encoded: Encoded, scheme: string) {
    const { namespace, name, codec } = encoded.label;
    this.namespace = namespace;
    this.name = name;
    this.codec = codec.name;
    this.contentType = codec.contentType;
    this.#encoded = encoded;
    this.#scheme = scheme;
  }

  get digest(): string {
    return this.#encoded.digest();
  }

  get key(): string {
    return `${this.name}.${this.digest}`;
  }

  get address(): string {
    return `${this.#scheme}://${this.namespace}/${escapeName(this.name)}.${this.digest}`;
  }
}
