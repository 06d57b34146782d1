import {
  Address,
  type Config,
  type ConfigOptions,
  InvalidConfig,
  type Kstash,
  type StandardSchema,
  type StashNotFound,
} from "@kstash/core";
import { type FieldPattern, type Keys, parseFields } from "./fields.js";
import { referenceTo } from "./reference.js";

/** How messages are offloaded and brought back. */
export interface MessagesOptions {
  /** Where payloads go: what `createKstash` gave, or the package `kstash` (`import * as kstash`). */
  readonly kstash: Pick<Kstash, "create" | "retrieve" | "remove">;
  /**
   * The most bytes that a message may have as JSON in UTF-8: what the broker allows, less what it counts
   * beside the body. 0 makes every message a reference. Default 262,144 (256 KiB).
   */
  readonly overBytes?: number | undefined;
  /** Where payloads are kept: the bucket on S3. Default `"default"`. */
  readonly namespace?: string | undefined;
  /** The name of each stash. Equal values share one, whichever field they stand in. Default `"message"`. */
  readonly name?: string | undefined;
  /** Which fields go first. The others follow only where these are not enough. */
  readonly fields?: readonly FieldPattern[] | undefined;
  /** For every call. Default: the config of `kstash`. */
  readonly config?: Config | ConfigOptions | undefined;
  /**
   * How many payloads are written or read at once. What they hold together is bounded by the message on its
   * way out, and by `maxBytes` of `hydrate` on its way back. Default 32: one round trip for most messages, and
   * fewer connections than the 50 of the AWS SDK.
   */
  readonly concurrency?: number | undefined;
  /** The most references that one message may have. Default 1,000. */
  readonly maxReferences?: number | undefined;
}

/** What `offload` takes. */
export interface OffloadOptions {
  /** In place of what `createMessages` was given. */
  readonly overBytes?: number | undefined;
  /** Stops it; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Gives what stands in a message for a stash that is not there (any more), or throws. */
export type OnMissing = (field: string, error: StashNotFound) => unknown;

/** What `hydrate` takes. */
export interface HydrateOptions {
  /**
   * Fields that hold a plain address, as `JSON.stringify({ context: stash })` writes it: a string there is
   * followed. Nowhere else is one, whatever it looks like.
   */
  readonly fields?: readonly FieldPattern[] | undefined;
  /** Checks and types the whole message: any Standard Schema validator (zod, valibot, arktype…). */
  readonly schema?: StandardSchema | undefined;
  /**
   * Called with the field (`items.0.body`; `""` is the whole message) and the `StashNotFound`. Default:
   * that is thrown.
   */
  readonly onMissing?: OnMissing | undefined;
  /**
   * The most bytes that the payloads of one message may have together. Given a `config`, here or to
   * `createMessages`, no more than that are loaded either: each payload is read if it is no larger than an equal
   * share, and larger ones once the others are known. Default 67,108,864 (64 MiB).
   */
  readonly maxBytes?: number | undefined;
  /** In place of what `createMessages` was given: the reader's backends, namespaces and limits. */
  readonly config?: Config | ConfigOptions | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What `release` takes. */
export type ReleaseOptions = Pick<HydrateOptions, "fields" | "config" | "signal">;

/** What `offloadEvent` takes. */
export interface OffloadEventOptions extends OffloadOptions {
  /**
   * Seconds, a whole number from 1 to 604,800 (7 days): `dataref` is a shared link that works for so long,
   * for readers without credentials. Without: the address.
   */
  readonly share?: number | undefined;
}

/** What `hydrateEvent` takes; its schema is that of the event's data. */
export type HydrateEventOptions = Pick<
  HydrateOptions,
  "schema" | "onMissing" | "config" | "signal"
>;

/** What `releaseEvent` takes. */
export type ReleaseEventOptions = Pick<HydrateOptions, "config" | "signal">;

/** The options of `createMessages`, checked, with every default filled in. */
export interface Settings {
  readonly kstash: MessagesOptions["kstash"];
  readonly overBytes: number;
  readonly namespace: string;
  readonly name: string;
  readonly fields: readonly Keys[];
  readonly config: Config | ConfigOptions | undefined;
  readonly concurrency: number;
  readonly maxReferences: number;
  /** How many bytes of a message a reference is, roughly: an address may be of another scheme or hash. */
  readonly referenceBytes: number;
}

/**
 * @throws {InvalidConfig} for an option that breaks a rule
 * @throws {InvalidAddress} for a name or namespace that no address can hold
 */
export function settingsOf(options: MessagesOptions): Settings {
  const { namespace = "default", name = "message", config } = options;
  const digest = "0".repeat(config?.hash === "sha256" ? 64 : 32);
  const address = Address.from({ scheme: "s3", namespace, name, digest });
  return {
    kstash: options.kstash,
    overBytes: checkOverBytes(options.overBytes ?? 262_144),
    namespace,
    name,
    fields: parseFields(options.fields),
    config,
    concurrency: checkCount(options.concurrency ?? 32, "concurrency"),
    maxReferences: checkCount(options.maxReferences ?? 1000, "maxReferences"),
    referenceBytes: JSON.stringify(referenceTo(address)).length,
  };
}

/** @throws {InvalidConfig} */
export function checkOverBytes(overBytes: number): number {
  if (Number.isInteger(overBytes) && overBytes >= 0) return overBytes;
  throw new InvalidConfig("invalid config (overBytes): must be a whole number of bytes, 0 or more");
}

/** @throws {InvalidConfig} */
export function checkCount(count: number, option: string): number {
  if (Number.isInteger(count) && count >= 1) return count;
  throw new InvalidConfig(`invalid config (${option}): must be a whole number, 1 or more`);
}
