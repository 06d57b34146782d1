import type { Await, Backend, Payload, PutContext } from "./backend.js";
import type { Codec } from "./codec.js";
import { digestOf, digestYielding, type HashName, isLarge } from "./digest.js";
import { escapeName } from "./name.js";

/** What every encoded payload says of itself. */
export interface Label {
  readonly namespace: string;
  readonly name: string;
  readonly codec: Codec;
  readonly hash: HashName;
}

/** What one `create` stores, in memory or not. */
export interface Encoded {
  readonly label: Label;
  readonly digest: string;
  /** In bytes. */
  readonly length: number;
  /** The bytes, where they are held. */
  readonly bytes: Uint8Array | undefined;
  /**
   * Has the digest of a large payload ready, so that asking for it does not hold up the event loop;
   * of a small one nothing needs to be waited for.
   */
  digestAhead?(signal: AbortSignal | undefined): Promise<void> | undefined;
  /** Hands it to a backend that can store. */
  offer(backend: Backend, context: PutContext): Await<string | undefined>;
}

/** Encoded bytes in memory: the digest is computed at most once, however many backends are asked. */
export class EncodedBytes implements Encoded {
  readonly label: Label;
  readonly bytes: Uint8Array;
  #digest: string | undefined;

  constructor(label: Label, bytes: Uint8Array) {
    this.label = label;
    this.bytes = bytes;
  }

  get length(): number {
    return this.bytes.length;
  }

  get digest(): string {
    return (this.#digest ??= digestOf(this.bytes, this.label.hash));
  }

  digestAhead(signal: AbortSignal | undefined): Promise<void> | undefined {
    return isLarge(this.bytes) ? this.#digestAhead(signal) : undefined;
  }

  async #digestAhead(signal: AbortSignal | undefined): Promise<void> {
    this.#digest ??= await digestYielding(this.bytes, this.label.hash, signal);
  }

  offer(backend: Backend, context: PutContext): Await<string | undefined> {
    return backend.put?.(new BytesPayload(this, backend.name), context);
  }
}

/** An encoded payload as one backend sees it: `address` has that backend's scheme. */
export class LabelledPayload {
  readonly #encoded: Pick<Encoded, "label" | "digest">;
  readonly #scheme: string;

  constructor(encoded: Pick<Encoded, "label" | "digest">, scheme: string) {
    this.#encoded = encoded;
    this.#scheme = scheme;
  }

  get namespace(): string {
    return this.#encoded.label.namespace;
  }

  get name(): string {
    return this.#encoded.label.name;
  }

  get codec(): string {
    return this.#encoded.label.codec.name;
  }

  get contentType(): string {
    return this.#encoded.label.codec.contentType;
  }

  get digest(): string {
    return this.#encoded.digest;
  }

  get key(): string {
    return `${this.name}.${this.digest}`;
  }

  get address(): string {
    return `${this.#scheme}://${this.namespace}/${escapeName(this.name)}.${this.digest}`;
  }
}

class BytesPayload extends LabelledPayload implements Payload {
  readonly bytes: Uint8Array;

  constructor(encoded: EncodedBytes, scheme: string) {
    super(encoded, scheme);
    this.bytes = encoded.bytes;
  }
}
