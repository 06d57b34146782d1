import type { Address } from "./address.js";
import type { Backend } from "./backend.js";
import { digestOf, hashOf } from "./digest.js";
import { UnsupportedOperation } from "./errors.js";
import { redact } from "./redact.js";

/** What a stash is made of. `digest` and `data` are asked for at most once, when first needed. */
export interface StashParts<T> {
  readonly namespace: string;
  readonly name: string;
  readonly address: Address;
  readonly backend: Backend;
  /** Shared with the backend, and so never given away. Throws where the bytes are not held. */
  readonly encoded: Uint8Array;
  readonly digest: string;
  readonly data: T;
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
  readonly #parts: StashParts<T>;
  #encoded: Uint8Array | undefined;
  #digest: string | undefined;
  #data: { readonly value: T } | undefined;

  constructor(parts: StashParts<T>) {
    this.#parts = parts;
  }

  get namespace(): string {
    return this.#parts.namespace;
  }

  get name(): string {
    return this.#parts.name;
  }

  /** Where it is: what to send. `String(stash.address)`, or the stash itself in `JSON.stringify`. */
  get address(): Address {
    return this.#parts.address;
  }

  /** The backend that holds it. */
  get backend(): Backend {
    return this.#parts.backend;
  }

  /**
   * The bytes that are stored: a copy, made when it is first asked for.
   *
   * @throws {UnsupportedOperation} for a stash made from a stream, or read as one: nothing holds them;
   *   and where `data` is all that is held of bytes that came as a stream (from S3), and was changed
   */
  get encoded(): Uint8Array {
    return (this.#encoded ??= new Uint8Array(this.#parts.encoded));
  }

  /** Of `encoded`, in lowercase hex. */
  get digest(): string {
    return (this.#digest ??= this.#parts.digest);
  }

  /**
   * What a receiver gets: decoded from what is stored, so later changes to what was stashed do not show.
   * A stream of the bytes, for a stash that was retrieved with `as: "stream"`.
   *
   * @throws {UnsupportedOperation} for a stash made from a stream
   */
  get data(): T {
    return (this.#data ??= { value: this.#parts.data }).value;
  }

  /**
   * Whether name, namespace and digest are the same, wherever each of the two lives. Of different hashes
   * only where the bytes of this one are held.
   */
  equals(other: unknown): boolean {
    if (!isStash(other) || other.name !== this.name || other.namespace !== this.namespace) {
      return false;
    }
    const theirs = other.digest;
    if (theirs.length === this.digest.length) return theirs === this.digest;
    // Inline addresses carry no digest, so two configs may have hashed the same bytes differently.
    try {
      return digestOf(this.#parts.encoded, hashOf(theirs)) === theirs;
    } catch (error) {
      if (UnsupportedOperation.isInstance(error)) return false;
      throw error;
    }
  }

  /**
   * A short-lived https link that reads this stash without credentials. It is a credential itself:
   * keep it out of logs.
   *
   * @throws {UnsupportedOperation} where its backend cannot share
   * @throws {InvalidConfig} for a `ttlSec` out of range
   */
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
