import type { Readable } from "node:stream";
import type { Address } from "./address/address.js";
import { backendLoader, type Loaders } from "./backend/loaders.js";
import { checkCodecs } from "./codec/choose.js";
import type { Codec } from "./codec/codec.js";
import { Config, type ConfigOptions, toConfig } from "./config.js";
import { create, type CreateOptions } from "./operations/create.js";
import { remove, type RemoveOptions } from "./operations/remove.js";
import { retrieve, type RetrieveOptions } from "./operations/retrieve.js";
import type { Runtime } from "./operations/runtime.js";
import { share, type ShareOptions } from "./operations/share.js";
import type { StreamSource } from "./payload/range-source.js";
import type { InferOutput, StandardSchema } from "./schema/standard-schema.js";
import type { Stash } from "./stash.js";

/** What a kstash is made of. */
export interface KstashOptions {
  /** The first writes; every one reads what is marked as its own. */
  readonly codecs: readonly Codec[];
  /** Where a call brings no config of its own. Default: `new Config()`. */
  readonly config?: Config | ConfigOptions | undefined;
  /** What a name in `Config.backends` stands for. Each runs once, when first needed. */
  readonly loaders?: Loaders | undefined;
}

/** The four operations. They can be destructured. */
export interface Kstash {
  /**
   * Stores a payload with the first backend of the config that takes it.
   *
   * @param name one or more `/`-separated segments of any Unicode but control characters
   * @param data null, undefined, booleans, numbers, bigints, strings, valid Dates, bytes, and arrays and
   *   plain objects of these; or a stream of bytes (a Node or web stream, a Blob, an open file; in a
   *   browser, a Blob), which is not held in memory and gets the same address as the same bytes would
   * @throws {InvalidAddress} for a name or namespace that no address can hold
   * @throws {InvalidData} for data that would not come back equal, saying where it is
   * @throws {StashTooLarge} over `Config.maxPayloadBytes`
   * @throws {UnsupportedBackend} if every backend declined, saying why each did
   * @throws {BackendRemoteError} if a backend failed
   */
  create(name: string, data: StreamSource, options?: CreateOptions): Promise<Stash<Uint8Array>>;
  create<T>(name: string, data: T, options?: CreateOptions): Promise<Stash<T>>;
  /**
   * Reads the payload at an address, verified against its digest before it is decoded.
   *
   * @throws {InvalidAddress} for what is no address, or one that the config does not allow
   * @throws {UnsupportedBackend} for a scheme that the config does not list
   * @throws {StashNotFound} if nothing is there (any more)
   * @throws {StashCorrupted} if the bytes are not those that were stored
   * @throws {StashTooLarge} over `Config.maxPayloadBytes`
   * @throws {UnsupportedOperation} if no codec reads its content type, or something other than bytes was
   *   stashed and `as: "stream"` asks for them
   * @throws {InvalidData} if the schema refuses the data
   * @throws {BackendRemoteError} if the backend failed
   */
  retrieve<S extends StandardSchema>(
    address: Address | string,
    options: RetrieveOptions & { readonly schema: S; readonly as?: undefined },
  ): Promise<Stash<InferOutput<S>>>;
  /** In a browser the stream is a `ReadableStream<Uint8Array>`: name it as `T`. */
  retrieve<T = Readable>(
    address: Address | string,
    options: RetrieveOptions & { readonly as: "stream"; readonly schema?: undefined },
  ): Promise<Stash<T>>;
  retrieve<T = unknown>(
    address: Address | string,
    options?: RetrieveOptions & { readonly schema?: undefined; readonly as?: undefined },
  ): Promise<Stash<T>>;
  /**
   * Makes a short-lived https link that reads this stash without credentials. The link is a credential
   * itself: keep it out of logs.
   *
   * @throws {UnsupportedOperation} if the backend of the address cannot share
   * @throws {InvalidConfig} for a `ttlSec` out of range
   */
  share(address: Address | string, options?: ShareOptions): Promise<string>;
  /**
   * Removes what is at an address, and says whether anything was there. Equal payloads of one name share
   * one stash: this removes it for every message that holds its address.
   *
   * @throws {UnsupportedOperation} if the backend of the address cannot remove
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
    loadBackend: backendLoader(options.loaders ?? {}),
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
