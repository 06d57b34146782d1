import type { Await, Backend, ConfigOptions, Payload } from "@kstash/core";

/** What the cases need to know of a backend. Which abilities it has is read off the backend itself. */
export interface BackendHarness {
  /**
   * Makes the backend. Called several times a case: each instance reaches the same storage, as two
   * processes would. A backend whose storage is the instance itself answers the same one each time.
   */
  backend(): Await<Backend>;
  /** Where the cases store: it is there already, if it has to be made. Default `"conformance"`. */
  readonly namespace?: string | undefined;
  /** A second one, to see that neither shows in the other. Left out, that is not checked. */
  readonly otherNamespace?: string | undefined;
  /** What the backend's methods are given as config, but for `backends`. Default: core's defaults. */
  readonly config?: Omit<ConfigOptions, "backends"> | undefined;
  /**
   * For a backend that only reads: makes the payload readable and answers its address (a shared link).
   * A backend with `put` needs none.
   */
  place?(payload: Payload): Await<string>;
  /**
   * An address under which nothing is. Only for a backend whose addresses are not
   * `payload.address`: the kit makes those itself.
   */
  absent?(): Await<string>;
  /**
   * The same backend with its storage out of reach: a closed port, a folder that is a file. Left out,
   * it is not checked that failures are thrown.
   */
  unreachable?(): Await<Backend>;
  /** Reads shared links. Default: the platform's `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Runs after each case with the addresses that it got: here is where they can be deleted. */
  cleanUp?(addresses: readonly string[]): Await<void>;
}
