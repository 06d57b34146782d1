import type { Payload } from "./backend.js";
import type { Codec } from "./codec.js";
import { digestOf, digestYielding, type HashName, isLarge } from "./digest.js";
import { escapeName } from "./name.js";

/** What one `create` stores: the digest is computed at most once, however many backends are asked. */
export class Encoded {
  readonly namespace: string;
  readonly name: string;
  readonly codec: Codec;
  readonly bytes: Uint8Array;
  readonly hash: HashName;
  #digest: string | undefined;

  constructor(namespace: string, name: string, codec: Codec, bytes: Uint8Array, hash: HashName) {
    this.namespace = namespace;
    this.name = name;
    this.codec = codec;
    this.bytes = bytes;
    this.hash = hash;
  }

  get digest(): string {
    return (this.#digest ??= digestOf(this.bytes, this.hash));
  }

  /** Has the digest of a large payload ready, so that asking for it does not hold up the event loop. */
  async digestAhead(signal: AbortSignal | undefined): Promise<void> {
    if (isLarge(this.bytes)) this.#digest ??= await digestYielding(this.bytes, this.hash, signal);
  }
}

/** An {@link Encoded} as one backend sees it: `address` has that backend's scheme. */
export class BackendPayload implements Payload {
  readonly #encoded: Encoded;
  readonly #scheme: string;

  constructor(encoded: Encoded, scheme: string) {
    this.#encoded = encoded;
    this.#scheme = scheme;
  }

  get namespace(): string {
    return this.#encoded.namespace;
  }

  get name(): string {
    return this.#encoded.name;
  }

  get codec(): string {
    return this.#encoded.codec.name;
  }

  get contentType(): string {
    return this.#encoded.codec.contentType;
  }

  get bytes(): Uint8Array {
    return this.#encoded.bytes;
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
