import type { Codec } from "@kstash/core";
import { codecOf } from "@kstash/core/codec-kit";
import { format } from "./format.js";

/**
 * MessagePack, byte for byte as msgpack-python's `packb` writes it and so as the Python edition of
 * kstash does, written and read by msgpackr: keys in the order of their insertion, integers in their shortest form, floats as
 * float64.
 *
 * It takes null, booleans, numbers, bigints beyond the safe integers and within 64 bits, well-formed
 * strings, bytes (`Uint8Array`, `Buffer`, `ArrayBuffer`; they come back as a `Uint8Array`), dense arrays
 * and plain objects, nested up to 500 deep. `encode` throws `InvalidData` for all else (MessagePack has
 * no undefined and no Date, and an integer cannot say that it was a bigint), `decode` throws
 * `StashCorrupted` for bytes that are none of it.
 */
export const msgpack: Codec = Object.freeze({
  name: "msgpack",
  contentType: "application/vnd.msgpack",
  // What others call it, and what S3 calls an object whose writer, the Python edition, said nothing.
  alsoReads: Object.freeze(["application/msgpack", "application/x-msgpack", "binary/octet-stream"]),

  ...codecOf(format),
});
