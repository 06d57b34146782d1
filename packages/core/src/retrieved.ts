import type { Address } from "./address.js";
import type { Backend } from "./backend.js";
import { digestOf } from "./digest.js";
import type { Identity } from "./load.js";
import type { Reached } from "./reach.js";
import type { Runtime } from "./runtime.js";
import { share } from "./share.js";
import type { StashParts, StashShareOptions } from "./stash.js";

/** What `retrieve` has read, verified and decoded. */
export class Retrieved<T> implements StashParts<T> {
  readonly namespace: string;
  readonly name: string;
  readonly data: T;
  readonly #encoded: () => Uint8Array;
  readonly #runtime: Runtime;
  readonly #reached: Reached;

  constructor(
    runtime: Runtime,
    reached: Reached,
    identity: Identity,
    encoded: () => Uint8Array,
    data: T,
  ) {
    this.namespace = identity.namespace;
    this.name = identity.name;
    this.#encoded = encoded;
    this.data = data;
    this.#runtime = runtime;
    this.#reached = reached;
  }

  get address(): Address {
    return this.#reached.address;
  }

  get backend(): Backend {
    return this.#reached.backend;
  }

  get encoded(): Uint8Array {
    return this.#encoded();
  }

  get digest(): string {
    return this.address.digest ?? digestOf(this.encoded, this.#reached.config.hash);
  }

  share(options: StashShareOptions): Promise<string> {
    return share(this.#runtime, this.address, { config: this.#reached.config, ...options });
  }
}
