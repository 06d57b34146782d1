import type { Output, TextHead } from "@kstash/core/codec-kit";
import * as formats from "./formats.js";

/** The longest string of bytes, and the most bytes of UTF-8, that 32 bits count. */
export const MAX_LENGTH = 2 ** 32 - 1;

/** Writes a format's first byte and what follows it in one byte. */
export function write8(out: Output, format: number, value: number): void {
  out.reserve(2);
  out.chunk[out.position++] = format;
  out.chunk[out.position++] = value;
}

/** The same in two bytes. */
export function write16(out: Output, format: number, value: number): void {
  out.reserve(3);
  out.chunk[out.position++] = format;
  out.chunk[out.position++] = value >> 8;
  out.chunk[out.position++] = value;
}

/** The same in four bytes. */
export function write32(out: Output, format: number, value: number): void {
  out.reserve(5);
  out.chunk[out.position] = format;
  out.view.setUint32(out.position + 1, value);
  out.position += 5;
}

/** What stands before an array (of which `fix` and `format16` are the first bytes) or a map. */
export function writeCount(out: Output, fix: number, format16: number, count: number): void {
  if (count < 16) out.byte(fix | count);
  else if (count < 0x10000) write16(out, format16, count);
  else write32(out, format16 + 1, count);
}

/** What stands before bytes. */
export function writeBinHead(out: Output, length: number): void {
  if (length < 0x100) write8(out, formats.BIN8, length);
  else if (length < 0x10000) write16(out, formats.BIN16, length);
  else write32(out, formats.BIN32, length);
}

/** What stands before text. */
export const textHead: TextHead = {
  size(length) {
    if (length < 32) return 1;
    if (length < 0x100) return 2;
    return length < 0x10000 ? 3 : 5;
  },
  write(out, length) {
    if (length < 32) out.byte(formats.FIXSTR | length);
    else if (length < 0x100) write8(out, formats.STR8, length);
    else if (length < 0x10000) write16(out, formats.STR16, length);
    else write32(out, formats.STR32, length);
  },
};
