import type { Address } from "../address/address.js";
import type { HashName } from "../address/digest.js";

/** A value or a promise of one: what a contract's method may return. */
export type Await<T> = T | Promise<T>;

/** What core hands to `put`, checked and encoded. `digest`, `key` and `address` are computed on first use. */
export interface Payload {
  /** `[A-Za-z0-9][A-Za-z0-9._-]{0,254}`: a bucket, a folder, a table. */
  readonly namespace: string;
  /** One or more `/`-separated segments of any Unicode but control characters; unescaped. */
  readonly name: string;
  /** The name of the codec that wrote `bytes`, for addresses that carry it. */
  readonly codec: string;
  /** The media type of `bytes`: store it beside them, and give it back from `get`. */
  readonly contentType: string;
  /** The encoded payload. Nobody changes these bytes, so a backend may keep them without a copy. */
  readonly bytes: Uint8Array;
  /** Lowercase hex: 32 characters of MD5, or 64 of SHA-256. */
  readonly digest: string;
  /** What to store it under: `name + "." + digest`, unescaped, at most 1,024 bytes of UTF-8. */
  readonly key: string;
  /** What most backends return: `scheme://namespace/key`, escaped, with the backend's name as scheme. */
  readonly address: string;
}

/** A {@link Payload} that is not held in memory. */
export interface StreamPayload extends Omit<Payload, "bytes"> {
  /** Of the encoded payload, in bytes. */
  readonly length: number;
  /**
   * The encoded payload, or the part of it from `start` up to but not including `end`. May be called
   * any number of times, concurrently too.
   */
  stream(start?: number, end?: number): AsyncIterable<Uint8Array>;
}

/** What `get` returns when it holds the bytes. */
export interface Stored {
  /** The stored bytes. Nobody changes them, so a backend may return the same ones to every caller. */
  readonly bytes: Uint8Array;
  /**
   * The media type that was stored beside the bytes: it alone decides which codec reads them. Only a
   * backend whose addresses carry the codec (`codec=`, else the first codec) leaves it out.
   */
  readonly contentType?: string | undefined;
  /** Only where the address does not say it, as in a shared link. */
  readonly namespace?: string | undefined;
  /** Only where the address does not say it, as in a shared link. */
  readonly name?: string | undefined;
}

/** What `get` returns when the bytes are still to come. */
export interface StoredStream extends Omit<Stored, "bytes"> {
  /**
   * The stored bytes in order, to be read once. It fails when fewer or more arrive than were stored,
   * and frees what it holds when it ends, fails or is left early.
   */
  readonly body: AsyncIterable<Uint8Array>;
  /** How many bytes there are. */
  readonly length: number;
}

/** The part of a `Config` that backends see, with every default filled in. */
export interface Settings {
  /** The longest inline payload, in characters of base64 before form-encoding. Default 100. */
  readonly maxInlineLen: number;
  /** How long a shared link works, in seconds, unless `share` is told otherwise. Default 10. */
  readonly shareTtlSec: number;
  /** The hash of new addresses; both are always read. Default `"md5"`, as in the Python edition. */
  readonly hash: HashName;
  /** The largest encoded payload that is stored or loaded, in bytes. Default 536,870,912 (512 MiB). */
  readonly maxPayloadBytes: number;
  /** The namespaces that may be used, where `*` stands for any characters. Default: every one. */
  readonly namespaces?: readonly string[] | undefined;
}

/** What every method is given besides its subject. */
export interface BackendContext {
  /** The config of this call. */
  readonly config: Settings;
  /**
   * When it fires, free what is held and reject; a call whose signal has already fired does nothing but
   * reject. Whatever it rejects with, the caller sees `signal.reason`.
   */
  readonly signal?: AbortSignal | undefined;
}

/** What `put` is given besides the payload. */
export interface PutContext extends BackendContext {
  /** Declines and says why: `return context.decline("larger than 100 characters")`. */
  decline(reason: string): undefined;
}

/** What `share` is given besides the address. */
export interface ShareContext extends BackendContext {
  /** How long the link must work, in seconds: a whole number from 1 to 604,800 (7 days). */
  readonly ttlSec: number;
}

/**
 * A place for payloads: a plain object, or an instance of a class of your own, that needs nothing of
 * kstash at run time. It can do what it has a method for.
 *
 * Core does everything that must be the same everywhere (checks, encoding, digests, codecs, wrapping
 * errors); a backend moves bytes. Absence is a value, failure is an exception: whatever a method throws
 * reaches the caller as the `cause` of a `BackendRemoteError`, except kstash's own errors and aborts,
 * which pass unchanged.
 *
 * **Core guarantees**: methods are called on the object that has them, possibly many at once. Names,
 * namespaces, digests and options have been checked. An address has the backend's own scheme and a
 * namespace that the config allows; everything else in it, its query included, is whatever its sender
 * wrote.
 *
 * **The backend owes**: it changes nothing that it is given. It throws an `Error`, keeping a client's
 * error as its `cause`, and never prints the query of an address. Any number of instances, in any
 * number of processes, can work on one storage.
 *
 * `@kstash/conformance` tests all of this.
 */
export interface Backend {
  /** The version of this contract. */
  readonly specification: "v1";
  /** What a `Config` lists, and the scheme of every address it issues: `[a-z][a-z0-9+.-]*`. */
  readonly name: string;
  /**
   * Stores a payload and returns its address, or declines it. Leave it out if the backend only reads.
   *
   * Core guarantees that the payload is whole, at most `config.maxPayloadBytes` long, and does not
   * change meanwhile. The backend owes:
   * - an address of its own scheme that holds namespace, name and digest to the letter (usually
   *   `payload.address`), equal for equal payloads, returned once every reader can see the payload;
   * - that names stay apart if they differ at all, be it in case, normalization form or a percent sign,
   *   and that the content type is kept with the bytes, or the codec in the address;
   * - to store whole or not at all, whatever fails or is aborted, and however many store the same
   *   payload at once; storing what is already there succeeds;
   * - to leave nothing behind when it declines by returning `undefined`; core then asks the next
   *   backend. A failure is thrown, never declined.
   */
  put?(payload: Payload, context: PutContext): Await<string | undefined>;
  /**
   * `put` for a payload that is not held in memory, with the same address and the same duties. If the
   * stream fails, nothing is stored and its error is thrown. Leave it out, and `put` is given the bytes.
   */
  putStream?(payload: StreamPayload, context: PutContext): Await<string | undefined>;
  /**
   * Reads what is at an address: the bytes if the backend holds them or they are few, else a stream of
   * them. `undefined` if there is nothing.
   *
   * Core collects a stream or passes it on, and digests it on the way: nothing is decoded before its
   * digest is verified. It always asks a stream for its first chunk, and reads it once. The backend owes:
   * - `undefined` where there is nothing (never put, removed, expired), or core's `StashNotFound` if it
   *   knows why; it throws if it cannot tell, because the storage cannot be reached;
   * - all the bytes, and the content type that was put with them;
   * - to load at most one byte more than `config.maxPayloadBytes`: of a larger payload it returns that
   *   much, or throws core's `StashTooLarge`.
   */
  get(address: Address, context: BackendContext): Await<Stored | StoredStream | undefined>;
  /**
   * Makes a link (`https://…`) that reads this one stash for `ttlSec` seconds without credentials. Leave
   * it out if the backend cannot share. Core does not check that the stash exists.
   *
   * The backend owes a link that answers a plain GET with the stored bytes and their content type until
   * its time is over, and that no longer works once any part of it is changed.
   */
  share?(address: Address, context: ShareContext): Await<string>;
  /**
   * Removes this stash and no other, and says whether it was there. Removing what is not there is no
   * error. Leave it out if the backend cannot remove.
   */
  remove?(address: Address, context: BackendContext): Await<boolean>;
}
