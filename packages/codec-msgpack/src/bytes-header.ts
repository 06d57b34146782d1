import { InvalidData } from "@kstash/core";
import { BIN16, BIN32, BIN8 } from "./formats.js";
import { LONG_BYTES } from "./refusal.js";
import { MsgpackScanner } from "./scanner.js";

/** The most bytes of a byte string. */
export const MAX_LENGTH = 2 ** 32 - 1;

/** What stands before a byte string of that length. */
export function bytesHeader(length: number): Uint8Array {
  if (length > MAX_LENGTH) throw new InvalidData(`data ${LONG_BYTES}`);
  if (length < 0x100) return Uint8Array.of(BIN8, length);
  if (length < 0x10000) return Uint8Array.of(BIN16, length >> 8, length);
  return Uint8Array.of(BIN32, length >> 24, length >> 16, length >> 8, length);
}

/** Where a byte string's bytes are; `undefined`, if the payload begins with something else. */
export function readBytesHeader(
  start: Uint8Array,
): { headerLength: number; length: number } | undefined {
  const first = start[0];
  const isBytes = first === BIN8 || first === BIN16 || first === BIN32;
  return isBytes ? new MsgpackScanner(start).bytesHead() : undefined;
}
