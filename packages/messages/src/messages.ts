import type { InferOutput, StandardSchema } from "@kstash/core";
import { hydrateEvent, offloadEvent, releaseEvent } from "./events.js";
import { hydrate } from "./hydrate.js";
import { offload } from "./offload.js";
import {
  type HydrateEventOptions,
  type HydrateOptions,
  type MessagesOptions,
  type OffloadEventOptions,
  type OffloadOptions,
  type ReleaseEventOptions,
  type ReleaseOptions,
  settingsOf,
} from "./options.js";
import { release } from "./release.js";

/** One message: whatever object, and no array. */
export type Message = (object | Record<string, unknown>) & { readonly [Symbol.iterator]?: never };

/** The operations on messages. They can be destructured. */
export interface Messages {
  /**
   * Makes a message fit. One of at most `overBytes` is returned as it is, the same object. Of a larger one
   * a copy, in which references stand for what was stashed: first for the listed fields, then for other
   * values, the largest first of either, and of the last one only the part that has to go; where even that
   * is not enough, the whole message is a reference. The message itself is never changed.
   *
   * What was stashed before a failure stays where it is: an equal payload may belong to another message.
   *
   * @param message a plain object of what JSON can carry, nested at most 500 deep
   * @throws {InvalidData} for what JSON would change or leave out (a Date, NaN, a function), a cycle, and
   *   the key `$kstash`, which is reserved for references; also in a message that fits
   * @throws what `create` throws, an error of the same kind that names the field
   */
  offload<T extends Message>(
    message: T,
    options?: OffloadOptions,
  ): Promise<T | Record<string, unknown>>;
  /**
   * Brings back what `offload` sent out, each payload verified; and what stands at the plain addresses in the
   * fields that `fields` lists. A reference inside of what was brought back is data, and not followed. An
   * address is read once in a call.
   *
   * Of an array of messages each has a result of its own, as of `Promise.allSettled`.
   *
   * @param message as it was received, `JSON.parse(body)`
   * @throws {StashNotFound} naming the field, where its stash is not there (any more) and there is no
   *   `onMissing`
   * @throws {InvalidData} for the key `$kstash` on anything but a reference, more than `maxReferences`, and a
   *   message that the schema refuses
   * @throws {StashTooLarge} for payloads of more than `maxBytes` together. Given a config, here or to
   *   `createMessages`, no more than that are loaded; else up to `concurrency` more may be under way, each of
   *   at most the `Config.maxPayloadBytes` of `kstash`
   * @throws what `retrieve` throws, an error of the same kind that names the field
   */
  hydrate<S extends StandardSchema>(
    message: Message,
    options: HydrateOptions & { readonly schema: S },
  ): Promise<InferOutput<S>>;
  hydrate<T = Record<string, unknown>>(
    message: Message,
    options?: HydrateOptions & { readonly schema?: undefined },
  ): Promise<T>;
  hydrate<S extends StandardSchema>(
    messages: readonly object[],
    options: HydrateOptions & { readonly schema: S },
  ): Promise<PromiseSettledResult<InferOutput<S>>[]>;
  hydrate<T = Record<string, unknown>>(
    messages: readonly object[],
    options?: HydrateOptions & { readonly schema?: undefined },
  ): Promise<PromiseSettledResult<T>[]>;
  /**
   * Removes what a message refers to, and says which addresses something was removed from. Call it last:
   * when the handler is done and the message is deleted. It is for the only reader of the only message that
   * refers to a payload, since equal payloads share one stash.
   *
   * @param message as it was received: once hydrated it refers to nothing
   * @throws what `remove` throws, an error of the same kind that names the field
   */
  release(message: Message, options?: ReleaseOptions): Promise<string[]>;
  /**
   * Makes a CloudEvent fit, by the `dataref` extension: an event of at most `overBytes` in the JSON event
   * format is returned as it is, the same object. A larger one without its data, which is stashed; every
   * other attribute stays, `datacontenttype` too, so that data comes back as what it was.
   *
   * @param event a plain object in the JSON event format, or an event of the official SDK (of another class
   *   with a `toJSON`, and a constructor that takes what that gives); the result is of the same kind
   * @throws {InvalidData} for what JSON would change or leave out, and an event over `overBytes` that has both
   *   data and a `dataref`
   * @throws what `create` and `share` throw, an error of the same kind that names the field
   */
  offloadEvent<E extends object>(event: E, options?: OffloadEventOptions): Promise<E>;
  /**
   * Puts a CloudEvent's data back in the place of its `dataref`, verified. An event that has data is returned
   * as it is, the same object. Bytes come back as `data_base64` of a plain object, and as `data` as well of
   * an event of the official SDK.
   *
   * @throws {InvalidAddress} for a `dataref` that is no address of kstash: what others refer to cannot be
   *   verified
   * @throws {StashNotFound} if its stash is not there (any more) and there is no `onMissing`
   * @throws {InvalidData} for data that the schema refuses
   * @throws what `retrieve` throws, an error of the same kind that names the field
   */
  hydrateEvent<E extends object>(event: E, options?: HydrateEventOptions): Promise<E>;
  /**
   * Removes what a CloudEvent's `dataref` refers to, as `release` does; that of a shared link is another's.
   *
   * @throws {UnsupportedOperation} for a shared link
   */
  releaseEvent(event: object, options?: ReleaseEventOptions): Promise<string[]>;
}

/**
 * Claim checks for JSON messages: `offload` before a message is sent, `hydrate` when it is received,
 * `release` when it is done with.
 *
 * @throws {InvalidConfig} for an option that breaks a rule
 * @throws {InvalidAddress} for a name or namespace that no address can hold
 */
export function createMessages(options: MessagesOptions): Messages {
  const settings = settingsOf(options);
  return Object.freeze({
    offload: (message: object, options: OffloadOptions = {}) => offload(settings, message, options),
    hydrate: (message: object, options: HydrateOptions = {}) => hydrate(settings, message, options),
    release: (message: object, options: ReleaseOptions = {}) => release(settings, message, options),
    offloadEvent: (event, options = {}) => offloadEvent(settings, event, options),
    hydrateEvent: (event, options = {}) => hydrateEvent(settings, event, options),
    releaseEvent: (event, options = {}) => releaseEvent(settings, event, options),
  } as Messages);
}
