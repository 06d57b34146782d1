import type { Address } from "./address/address.js";
import { hashOf } from "./address/digest.js";
import { redact } from "./address/redact.js";
import type { Backend } from "./backend/backend.js";
import { UnsupportedOperation } from "./errors.js";
import { digestOf } from "./payload/digest.js";

/** What a stash is made of. `digest` and `data` are called at most once, on first use. */
export interface StashParts<T> extends Pick<Stash, "namespace" | "name" | "address" | "backend"> {
  /** The bytes themselves, which the backend may share. Throws if nothing holds them. */
  encoded(): Uint8Array;
  digest(): string;
  data(): T;
  share(options: StashShareOptions): Promise<string>;
}

/** How long a shared link shall work, and what may stop the request for it. */
export interface StashShareOptions {
  /** Seconds, a whole number from 1 to 604,800 (7 days). Default: the config's `shareTtlSec`. */
  readonly ttlSec?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

// A registered symbol: two copies of this package in one process still know each other's stashes.
const BRAND = Symbol.for("kstash.stash");
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** A payload and where it is. Immutable; printing it never prints its data. */
export class Stash<T = unknown> {
  readonly namespace: string;
  readonly name: string;
  /** Where it is: what to send. `String(stash.address)`, or the stash itself in `JSON.stringify`. */
  readonly address: Address;
  /** The backend that holds it. */
  readonly backend: Backend;
  readonly #parts: StashParts<T>;
  #encoded: Uint8Array | undefined;
  #digest: string | undefined;
  #data: { readonly value: T } | undefined;

  constructor(parts: StashParts<T>) {
    this.namespace = parts.namespace;
    this.name = parts.name;
    this.address = parts.address;
    this.backend = parts.backend;
    this.#parts = parts;
    Object.freeze(this);
  }

  /**
   * A copy of the stored bytes, made on first use.
   *
   * @throws {UnsupportedOperation} if nothing holds them: the stash was made from a stream, or read as
   *   one, or `data` alone holds them (bytes that came from S3) and has been changed since
   */
  get encoded(): Uint8Array {
    return (this.#encoded ??= new Uint8Array(this.#parts.encoded()));
  }

  /** Of `encoded`, in lowercase hex. */
  get digest(): string {
    return (this.#digest ??= this.#parts.digest());
  }

  /**
   * What a receiver gets, decoded from the stored bytes on first use: later changes to what was stashed
   * do not show. A stream of the bytes if the stash was retrieved with `as: "stream"`.
   *
   * @throws {UnsupportedOperation} if the stash was made from a stream
   */
  get data(): T {
    return (this.#data ??= { value: this.#parts.data() }).value;
  }

  /**
   * Whether name, namespace and digest are the same, wherever each of the two is stored. Stashes of
   * different hashes can be compared only if the bytes of this one are held.
   */
  equals(other: unknown): boolean {
    if (!isStash(other) || other.name !== this.name || other.namespace !== this.namespace) {
      return false;
    }
    const theirs = other.digest;
    if (theirs.length === this.digest.length) return theirs === this.digest;
    // Inline addresses carry no digest, so two configs may have hashed the same bytes differently.
    try {
      return digestOf(this.#parts.encoded(), hashOf(theirs)) === theirs;
    } catch (error) {
      if (UnsupportedOperation.isInstance(error)) return false;
      throw error;
    }
  }

  /** As `share` of the kstash that made it, for this address and with the same config. */
  share(options: StashShareOptions = {}): Promise<string> {
    return this.#parts.share(options);
  }

  /** Its address, so that a message can be written `JSON.stringify({ context: stash })`. */
  toJSON(): string {
    return this.address.text;
  }

  /** For logs: who and where, never what. */
  toString(): string {
    return `Stash(name=${this.name}, namespace=${this.namespace}, address=${redact(this.address.text)})`;
  }

  [INSPECT](): string {
    return this.toString();
  }

  get [BRAND](): true {
    return true;
  }
}

/** Whether a value is a stash, whichever copy of `@kstash/core` made it. */
export function isStash(value: unknown): value is Stash {
  return (
    typeof value === "object" &&
    value !== null &&
    (value as Record<symbol, unknown>)[BRAND] === true
  );
}
