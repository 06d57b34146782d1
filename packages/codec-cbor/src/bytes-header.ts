import { Output, Source, Words } from "@kstash/core/codec-kit";
import { readArgument } from "./argument.js";
import { BYTES, writeHead } from "./head.js";

/** What stands before a byte string of that length. */
export function bytesHeader(length: number): Uint8Array {
  const out = new Output(16);
  writeHead(out, BYTES, length);
  return out.finish();
}

/** Where a byte string's bytes are; `undefined`, if the payload begins with something else. */
export function readBytesHeader(
  start: Uint8Array,
): { headerLength: number; length: number } | undefined {
  const first = start[0] ?? 0;
  const info = first & 0x1f;
  if ((first & 0xe0) !== BYTES || info > 27) return undefined;
  const source = new Source(start, "CBOR", new Words());
  source.byte();
  const length = readArgument(source, info);
  return { headerLength: source.position, length };
}
