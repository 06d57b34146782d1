import { type Address, Config, type ConfigOptions, type Stash, StashTooLarge } from "@kstash/core";
import type { MessagesOptions } from "./options.js";

/** What the reads of one call have in common. */
export interface ReadOptions {
  readonly kstash: Pick<MessagesOptions["kstash"], "retrieve">;
  /** `undefined`: that of `kstash`, which is not known here. */
  readonly config: Config | ConfigOptions | undefined;
  readonly signal: AbortSignal | undefined;
}

/** A stash, and whether another reference has it too. */
export interface Result {
  readonly stash: Stash;
  readonly isShared: boolean;
}

interface Read {
  /** `undefined` if it is larger than `maxBytes`. */
  readonly stash: Promise<Stash | undefined>;
  readonly maxBytes: number;
}

/** Reads each address once, whichever messages refer to it; again only where more is allowed than before. */
export class Reads {
  readonly #options: ReadOptions;
  readonly #config: Config | undefined;
  readonly #begun = new Map<string, Read>();

  /** @throws {InvalidConfig} for a config that breaks a rule */
  constructor(options: ReadOptions) {
    this.#options = options;
    this.#config = options.config && new Config(options.config);
  }

  /** What is at an address; `undefined` if it has more than `maxBytes`: with a config, that is not loaded. */
  async read(address: Address, maxBytes: number): Promise<Result | undefined> {
    for (;;) {
      const earlier = this.#begun.get(address.text);
      const stash = await earlier?.stash;
      if (stash) return { stash, isShared: true };
      if (earlier && earlier.maxBytes >= maxBytes) return undefined;
      // Unless somebody else has begun to read it meanwhile.
      if (this.#begun.get(address.text) === earlier) break;
    }
    const read = { stash: this.#retrieve(address, maxBytes), maxBytes };
    this.#begun.set(address.text, read);
    const stash = await read.stash;
    return stash && { stash, isShared: false };
  }

  async #retrieve(address: Address, maxBytes: number): Promise<Stash | undefined> {
    const { kstash, signal } = this.#options;
    const own = this.#config;
    const isLess = own !== undefined && maxBytes < own.maxPayloadBytes;
    const config = isLess ? new Config({ ...own, maxPayloadBytes: maxBytes }) : own;
    try {
      return await kstash.retrieve(address, { config, signal });
    } catch (error) {
      if (isLess && StashTooLarge.isInstance(error)) return undefined;
      throw error;
    }
  }
}
