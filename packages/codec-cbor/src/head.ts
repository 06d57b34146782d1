import type { Output, TextHead } from "@kstash/core/codec-kit";

/** The major types (RFC 8949 §3.1), in the three high bits of an item's first byte. */
export const UNSIGNED = 0x00;
export const NEGATIVE = 0x20;
export const BYTES = 0x40;
export const TEXT = 0x60;
export const ARRAY = 0x80;
export const MAP = 0xa0;
export const TAG = 0xc0;
export const SIMPLE = 0xe0;

/** Simple values and floats (RFC 8949 §3.3): whole first bytes. */
export const FALSE = 0xf4;
export const TRUE = 0xf5;
export const NULL = 0xf6;
export const UNDEFINED = 0xf7;
export const FLOAT16 = 0xf9;
export const FLOAT32 = 0xfa;
export const FLOAT64 = 0xfb;

/** Tag numbers (RFC 8949 §3.4): seconds since 1970, and integers of any size. */
export const EPOCH = 1;
export const POSITIVE_BIGNUM = 2;
export const NEGATIVE_BIGNUM = 3;

/** Writes an item's head in its shortest form: a major type and a safe integer. */
export function writeHead(out: Output, major: number, argument: number): void {
  out.reserve(9);
  const { chunk, position } = out;
  if (argument < 24) {
    chunk[position] = major | argument;
    out.position = position + 1;
  } else if (argument < 0x100) {
    chunk[position] = major | 24;
    chunk[position + 1] = argument;
    out.position = position + 2;
  } else if (argument < 0x10000) {
    chunk[position] = major | 25;
    chunk[position + 1] = argument >> 8;
    chunk[position + 2] = argument;
    out.position = position + 3;
  } else if (argument < 0x100000000) {
    chunk[position] = major | 26;
    out.view.setUint32(position + 1, argument);
    out.position = position + 5;
  } else {
    chunk[position] = major | 27;
    out.view.setUint32(position + 1, Math.floor(argument / 0x100000000));
    out.view.setUint32(position + 5, argument >>> 0);
    out.position = position + 9;
  }
}

/** What stands before text. */
export const textHead: TextHead = {
  size(length) {
    if (length < 24) return 1;
    if (length < 0x100) return 2;
    if (length < 0x10000) return 3;
    return length < 0x100000000 ? 5 : 9;
  },
  write(out, length) {
    writeHead(out, TEXT, length);
  },
};
