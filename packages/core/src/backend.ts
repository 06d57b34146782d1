import type { Address } from "./address.js";
import type { Config } from "./config.js";

/** A value, or a promise of it: what a contract's method may answer. */
export type Await<T> = T | Promise<T>;

/**
 * What core hands to `put`: already checked and encoded.
 *
 * `digest`, `key` and `address` are computed when first asked for.
 */
export interface Payload {
  /** `[A-Za-z0-9][A-Za-z0-9._-]{0,254}`: a bucket, a folder, a table. */
  readonly namespace: string;
  /** One or more `/`-separated segments of any Unicode but control characters; unescaped. */
  readonly name: string;
  /** The name of the codec that wrote `bytes`: for addresses that carry it. */
  readonly codec: string;
  /** The media type of `bytes`: to be kept beside them, and given back by `get`. */
  readonly contentType: string;
  /**
   * The encoded payload. Nobody changes these bytes, neither core nor the backend, and core gives its
   * callers copies: the backend may keep them as they are.
   */
  readonly bytes: Uint8Array;
  /** Lowercase hex: 32 characters are MD5, 64 are SHA-256. */
  readonly digest: string;
  /** `name + "." + digest`, unescaped, at most 1,024 bytes of UTF-8: what to store it under. */
  readonly key: string;
  /** `scheme://namespace/key`, escaped, with the backend's name as scheme: what most backends return. */
  readonly address: string;
}

/** A {@link Payload} that is not held in memory. */
export interface StreamPayload extends Omit<Payload, "bytes"> {
  /** Of the encoded payload, in bytes. */
  readonly length: number;
  /**
   * The encoded payload, or its part from `start` up to but not including `end`. It can be asked for
   * any number of times, also at once.
   */
  stream(start?: number, end?: number): AsyncIterable<Uint8Array>;
}

/** What `get` gives back. */
export interface Stored {
  /**
   * The stored bytes. Nobody changes them afterwards, neither the backend nor core, and core gives its
   * callers copies: the backend may keep them, and give the same ones to everyone.
   */
  readonly bytes: Uint8Array;
  /**
   * The media type that was stored beside the bytes: it picks the codec, and nothing is guessed.
   * Left out only by a backend whose addresses carry the codec (`codec=`, else the first codec).
   */
  readonly contentType?: string | undefined;
  /** Only where the address does not say it, as in a shared link. */
  readonly namespace?: string | undefined;
  /** Only where the address does not say it, as in a shared link. */
  readonly name?: string | undefined;
}

/** What `getStream` gives back: {@link Stored}, its bytes not held in memory. */
export interface StoredStream extends Omit<Stored, "bytes"> {
  /** The stored bytes in order; to stop reading frees what is held. Fails where fewer or more come than were stored. */
  readonly body: AsyncIterable<Uint8Array>;
  /** How many there are, in bytes. */
  readonly length: number;
}

/** What every method is given besides its subject. */
export interface BackendContext {
  /** The config of this call, with every default filled in. */
  readonly config: Config;
  /**
   * When it fires, stop: free what is held, and reject. A call that comes with a signal that has fired
   * does nothing but reject. Whatever it rejects with, the caller sees `signal.reason`.
   */
  readonly signal?: AbortSignal | undefined;
}

/** What `put` is given besides the payload. */
export interface PutContext extends BackendContext {
  /** `return context.decline("larger than 100 characters")`: declines, and says why. */
  decline(reason: string): undefined;
}

/** What `share` is given besides the address. */
export interface ShareContext extends BackendContext {
  /** How long the link shall work, in seconds: a whole number from 1 to 604,800 (7 days). */
  readonly ttlSec: number;
}

/**
 * A place for payloads. A plain object, or an instance of a class of your own: it needs nothing of
 * kstash at run time. A method that is there is the capability.
 *
 * Core does all that is the same everywhere (checks, encoding, digests, codecs, wrapping errors); a
 * backend moves bytes. Absence is a value, failure is an exception: what a method throws reaches the
 * caller as `BackendRemoteError` with it as `cause`, but for kstash's own errors and aborts, which
 * reach the caller as they are.
 *
 * **What core guarantees of every call**: methods are called on the object that has them, in any
 * number at once. Names, namespaces, digests and options have been checked. An address has the
 * backend's own scheme, and a namespace that the config allows; all else in it is whatever a sender
 * wrote, its query included.
 *
 * **What a backend owes in every method**: it changes nothing that it was given. It throws an `Error`,
 * with what a client threw as its `cause` where it makes one of its own, and prints no query of an
 * address. Any number of instances, in any number of processes, may work on one storage.
 *
 * `@kstash/conformance` has all of it as test cases.
 */
export interface Backend {
  /** The version of this contract. */
  readonly specification: "v1";
  /** What a `Config` lists, and the scheme of every address that it issues: `[a-z][a-z0-9+.-]*`. */
  readonly name: string;
  /**
   * Stores a payload and answers its address, or declines it. Left out: the backend only reads.
   *
   * Core guarantees: the payload is whole, at most `config.maxPayloadBytes` long, and does not change
   * before the answer.
   *
   * The backend owes:
   * - to answer an address of its own scheme that says namespace, name and digest to the letter (most
   *   often `payload.address`), equal for equal payloads, once the payload is there for every reader;
   * - to keep names apart that differ in any way, be it case, normalisation form or a percent sign,
   *   and to keep the content type with the bytes, or the codec in the address;
   * - to store whole or not at all, whatever fails or is stopped, and however many write the same
   *   payload at once; to put what is there already is success;
   * - to decline with `undefined`, and to leave nothing behind then: the next backend is asked. What
   *   failed is not declined, it is thrown.
   */
  put?(payload: Payload, context: PutContext): Await<string | undefined>;
  /**
   * The bytes at an address, or `undefined` where there is nothing. A backend that has them bit by bit
   * anyway may answer as `getStream` does: core digests them as they come, and holds them once.
   *
   * Core guarantees: it verifies the digest before anything is decoded, and refuses what is longer
   * than `config.maxPayloadBytes`.
   *
   * The backend owes:
   * - `undefined` where there is nothing (never put, removed, expired), or core's `StashNotFound` where
   *   it knows more of why; where it cannot tell, since the storage cannot be reached, it throws;
   * - the bytes to the last one, and the content type that was put with them;
   * - to load no more than one byte over `config.maxPayloadBytes` of what is larger: what it has then
   *   it gives, or throws core's `StashTooLarge`.
   */
  get(address: Address, context: BackendContext): Await<Stored | StoredStream | undefined>;
  /**
   * `put` for a payload that is not held in memory, with the same duties on both sides, and the same
   * address for the same payload. A stream that breaks off is a failure: nothing is stored, and the
   * stream's error is thrown. Left out: such payloads reach `put`, as bytes.
   */
  putStream?(payload: StreamPayload, context: PutContext): Await<string | undefined>;
  /**
   * `get` without holding the bytes, with the same duties on both sides. Core verifies the digest as
   * the bytes pass, refuses a `length` over `config.maxPayloadBytes`, and may stop reading at any
   * chunk. Left out: `get` is asked.
   */
  getStream?(address: Address, context: BackendContext): Await<StoredStream | undefined>;
  /**
   * A link (`https://…`) that reads this one stash for `ttlSec` seconds, for programs without
   * credentials. Left out: the backend cannot share.
   *
   * Core guarantees: `ttlSec` is in its range; not that the stash is there.
   *
   * The backend owes a link that a GET without credentials answers with the stored bytes and their
   * content type, that is refused after its time, and that is refused once any part of it is changed.
   */
  share?(address: Address, context: ShareContext): Await<string>;
  /**
   * Removes what is there, this stash and no other; answers whether there was anything. To remove what
   * is not there is no error. Left out: the backend cannot remove.
   */
  remove?(address: Address, context: BackendContext): Await<boolean>;
}
