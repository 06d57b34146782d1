import { InvalidData } from "@kstash/core";
import { Output, Source, Words } from "@kstash/core/codec-kit";
import * as formats from "./formats.js";
import { MAX_LENGTH, writeBinHead } from "./head.js";
import { LONG_BYTES } from "./refusal.js";

/** What stands before bytes of that length. */
export function bytesHeader(length: number): Uint8Array {
  if (length > MAX_LENGTH) throw new InvalidData(`data ${LONG_BYTES}`);
  const out = new Output(8);
  writeBinHead(out, length);
  return out.finish();
}

/** Where the bytes of such a payload are; `undefined`, if it begins with something else. */
export function readBytesHeader(
  start: Uint8Array,
): { headerLength: number; length: number } | undefined {
  const source = new Source(start, "MessagePack", new Words());
  const length = readLength(source);
  return length === undefined ? undefined : { headerLength: source.position, length };
}

function readLength(source: Source): number | undefined {
  if (source.end === 0) return undefined;
  switch (source.byte()) {
    case formats.BIN8:
      return source.byte();
    case formats.BIN16:
      return source.uint16();
    case formats.BIN32:
      return source.uint32();
    default:
      return undefined;
  }
}
