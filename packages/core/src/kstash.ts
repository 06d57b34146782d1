import type { Readable } from "node:stream";
import type { Address } from "./address.js";
import { backendsFrom, type Loaders } from "./backends.js";
import type { Codec } from "./codec.js";
import { checkCodecs } from "./codecs.js";
import { Config, type ConfigOptions, toConfig } from "./config.js";
import { create, type CreateOptions } from "./create.js";
import { remove, type RemoveOptions } from "./remove.js";
import { retrieve, type RetrieveOptions } from "./retrieve.js";
import type { Runtime } from "./runtime.js";
import { share, type ShareOptions } from "./share.js";
import type { InferOutput, StandardSchema } from "./standard-schema.js";
import type { Stash } from "./stash.js";
import type { StreamSource } from "./stream-source.js";

/** What a kstash is made of. */
export interface KstashOptions {
  /** The first writes; every one reads what is marked as its own. */
  readonly codecs: readonly Codec[];
  /** Where a call brings no config of its own. Default: `new Config()`. */
  readonly config?: Config | ConfigOptions | undefined;
  /** What a name in `Config.backends` stands for. Each runs once, when first needed. */
  readonly loaders?: Loaders | undefined;
}

/** The four operations. Closures: safe to destructure. */
export interface Kstash {
  /**
   * Stores a payload with the first backend of the config that takes it.
   *
   * @param name one or more `/`-separated segments, any Unicode but control characters
   * @param data null, undefined, booleans, numbers, bigints, strings, valid Dates, bytes, arrays and
   *   plain objects of these; what would not come back equal is refused. Or a stream of bytes (a Node
   *   or web stream, a Blob, an open file), which is not held in memory: its address is that of the
   *   same bytes
   * @throws {InvalidAddress} for a name or namespace that no address can hold
   * @throws {InvalidData} for data outside the model, naming where it stands
   * @throws {StashTooLarge} over `Config.maxPayloadBytes`
   * @throws {UnsupportedBackend} where every backend declined, naming each and why
   * @throws {BackendRemoteError} where a backend failed
   */
  create(name: string, data: StreamSource, options?: CreateOptions): Promise<Stash<Uint8Array>>;
  create<T>(name: string, data: T, options?: CreateOptions): Promise<Stash<T>>;
  /**
   * Reads the payload behind an address: verified against the digest first, then decoded.
   *
   * @throws {InvalidAddress} for what is no address, or not allowed by the config
   * @throws {UnsupportedBackend} for a scheme that the config does not list
   * @throws {StashNotFound} where nothing is there (any more)
   * @throws {StashCorrupted} where the bytes are not those that were stored
   * @throws {StashTooLarge} over `Config.maxPayloadBytes`
   * @throws {UnsupportedOperation} where no codec reads its content type
   * @throws {InvalidData} where the schema refuses the data
   * @throws {UnsupportedOperation} for `as: "stream"` where something other than bytes was stashed
   * @throws {BackendRemoteError} where the backend failed
   */
  retrieve<S extends StandardSchema>(
    address: Address | string,
    options: RetrieveOptions & { readonly schema: S; readonly as?: undefined },
  ): Promise<Stash<InferOutput<S>>>;
  retrieve(
    address: Address | string,
    options: RetrieveOptions & { readonly as: "stream"; readonly schema?: undefined },
  ): Promise<Stash<Readable>>;
  retrieve<T = unknown>(
    address: Address | string,
    options?: RetrieveOptions & { readonly schema?: undefined; readonly as?: undefined },
  ): Promise<Stash<T>>;
  /**
   * A short-lived https link that reads this stash without credentials. It is a credential itself:
   * keep it out of logs.
   *
   * @throws {UnsupportedOperation} where the backend of the address cannot share
   * @throws {InvalidConfig} for a `ttlSec` out of range
   */
  share(address: Address | string, options?: ShareOptions): Promise<string>;
  /**
   * Removes what is at an address, and says whether there was anything. Equal payloads of one name
   * share one stash: to remove it is to remove it for every message that holds its address.
   *
   * @throws {UnsupportedOperation} where the backend of the address cannot remove
   */
  remove(address: Address | string, options?: RemoveOptions): Promise<boolean>;
}

/**
 * Wires codecs and backends into the four operations.
 *
 * @throws {InvalidConfig} for no codec, two codecs that claim one type, or a config that breaks a rule
 */
export function createKstash(options: KstashOptions): Kstash {
  const runtime: Runtime = {
    codecs: checkCodecs(options.codecs),
    backends: backendsFrom(options.loaders ?? {}),
    config: toConfig(options.config ?? new Config()),
  };
  return Object.freeze({
    create: (name: string, data: unknown, options: CreateOptions = {}) =>
      create(runtime, name, data, options),
    retrieve: (address: Address | string, options: RetrieveOptions = {}) =>
      retrieve(runtime, address, options),
    share: (address, options = {}) => share(runtime, address, options),
    remove: (address, options = {}) => remove(runtime, address, options),
  } as Kstash);
}
