import type { Address } from "./address.js";
import type { Backend } from "./backend.js";
import { decode } from "./codecs.js";
import type { Config } from "./config.js";
import { UnsupportedOperation } from "./errors.js";
import type { Encoded } from "./payload.js";
import { redact } from "./redact.js";
import type { Runtime } from "./runtime.js";
import { share } from "./share.js";
import type { StashParts, StashShareOptions } from "./stash.js";

/** What `create` has stored: nothing is decoded, and nothing hashed, before it is asked for. */
export class Created<T> implements StashParts<T> {
  readonly address: Address;
  readonly backend: Backend;
  readonly #runtime: Runtime;
  readonly #config: Config;
  readonly #source: Encoded;

  constructor(
    runtime: Runtime,
    config: Config,
    source: Encoded,
    backend: Backend,
    address: Address,
  ) {
    this.address = address;
    this.backend = backend;
    this.#runtime = runtime;
    this.#config = config;
    this.#source = source;
  }

  get namespace(): string {
    return this.#source.label.namespace;
  }

  get name(): string {
    return this.#source.label.name;
  }

  get encoded(): Uint8Array {
    if (this.#source.bytes) return this.#source.bytes;
    throw new UnsupportedOperation(
      `"${this.name}" was stashed from a stream, so its bytes are not held: retrieve(${redact(this.address.text)})`,
    );
  }

  get digest(): string {
    return this.#source.digest;
  }

  get data(): T {
    return decode(this.#source.label.codec, this.encoded, this.address) as T;
  }

  share(options: StashShareOptions): Promise<string> {
    return share(this.#runtime, this.address, { config: this.#config, ...options });
  }
}
