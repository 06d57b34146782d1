import type { Scanner } from "./scanner.js";
import type { Shapes } from "./shapes.js";

/** How a library writes and reads a format, and where it is not left to itself. */
export interface Format {
  /** The library's name, for errors. */
  readonly library: string;
  /** Writes a value into its own memory, which `useBuffer` replaces by another. */
  readonly writer: { encode(value: unknown): Uint8Array; useBuffer(buffer: Uint8Array): void };
  /** Reads maps as objects, and placeholders as what `nextValue` gives. */
  readonly toObjects: { decode(bytes: Uint8Array): unknown };
  /** Reads maps as Maps, and placeholders likewise, or as Maps with the key null. */
  readonly toMaps: { decode(bytes: Uint8Array): unknown };
  /** What the library reads in the place of a value that the scanner replaced. */
  readonly placeholder: Uint8Array;
  /** The order in which the keys of an object are written. */
  readonly shapes: Shapes;
  scanner(bytes: Uint8Array): Scanner;
  /** What stands before so many bytes (see `Codec.bytesHeader`). */
  bytesHeader(length: number): Uint8Array;
  /** What stands before so many items of an array. */
  arrayHeader(length: number): Uint8Array;
  // What the writer is given for a value. Of a Date that is invalid, the time is NaN.
  undefined(refuse: Refuse): unknown;
  number(value: number): unknown;
  bigint(value: bigint, refuse: Refuse): unknown;
  bytes(value: Uint8Array, refuse: Refuse): unknown;
  date(time: number, refuse: Refuse): unknown;
}

/** Throws `InvalidData`, naming where the value stands and what is wrong with it. */
export type Refuse = (what: string) => never;
