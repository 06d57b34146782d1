import type { Await, Codec } from "@kstash/core";

/** What the cases need to know of a codec. What it refuses of the data model they find out. */
export interface CodecHarness {
  /** Makes the codec, or answers the one there is. */
  codec(): Await<Codec>;
  /**
   * What the order of an object's keys does: `"sorted"` (the default) means that objects that differ
   * in it alone are the same bytes; `"kept"`, that it comes back as it was.
   */
  readonly keyOrder?: "sorted" | "kept" | undefined;
  /**
   * Bytes of the format that `decode` has to refuse, by what is wrong with them: a tag bomb, a
   * declared length of 4 GiB, a text that is no UTF-8. The kit brings those that need no format.
   */
  readonly hostile?: Readonly<Record<string, Uint8Array>> | undefined;
}
