import type { Readable } from "node:stream";
import type { Address } from "@kstash/core";

/** The bytes from `start` up to but not including `end`; `undefined`: to wherever they end. */
export interface ByteRange {
  readonly start: number;
  readonly end: number | undefined;
}

/** A store's answer to a read. */
export interface Answer {
  readonly body: Readable;
  /** Whether the body is the range that was asked for. If not, it is the whole object. */
  readonly isRange: boolean;
  /** Of the whole object, in bytes; `undefined` if the store does not say. */
  readonly length: number | undefined;
  /** Empty if the object was stored without a type. */
  readonly contentType: string;
  /** What tells this object from one that is written over it, as an ETag does. */
  readonly version: string | undefined;
}

/** An object of a store, and how it is read. */
export interface ObjectReader {
  readonly address: Address;
  /**
   * Asks for a range of the object, or (`undefined`) for all of it.
   *
   * @param version which version it has to be of, if that matters
   */
  open(
    range: ByteRange | undefined,
    version: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Answer>;
  /**
   * What an error of `open` says of the object: there is none, it has another version, or it does not
   * have as many bytes. `undefined` for all else.
   */
  refusalOf(error: unknown): "absent" | "replaced" | "outOfRange" | undefined;
}
