import type { Output } from "@kstash/core/codec-kit";
import { toBytes } from "./bignum.js";
import {
  BYTES,
  FLOAT64,
  NEGATIVE,
  NEGATIVE_BIGNUM,
  POSITIVE_BIGNUM,
  TAG,
  UNSIGNED,
  writeHead,
} from "./head.js";

/** Writes a safe integer as an integer, every other number as a float64. */
export function writeNumber(out: Output, value: number): void {
  // -0 is safe, and no less than 0: it is stored as 0.
  if (Number.isSafeInteger(value)) {
    if (value >= 0) writeHead(out, UNSIGNED, value);
    else writeHead(out, NEGATIVE, -1 - value);
  } else {
    writeFloat(out, value);
  }
}

/** Writes a float64: NaN always with the same bits, whatever the engine holds. */
export function writeFloat(out: Output, value: number): void {
  out.reserve(9);
  const { view, position } = out;
  out.chunk[position] = FLOAT64;
  if (value === value) {
    view.setFloat64(position + 1, value);
  } else {
    view.setUint32(position + 1, 0x7ff80000);
    view.setUint32(position + 5, 0);
  }
  out.position = position + 9;
}

/**
 * Writes a bigint as an integer where it cannot be taken for a number: beyond the safe integers and
 * within 64 bits. All others are bignums (RFC 8949 §3.4.3), the small ones as well: as plain integers
 * they would come back as numbers.
 */
export function writeBigint(out: Output, value: bigint): void {
  // -1 - n of a negative n, which is what CBOR stores, is ~n in two's complement.
  const negative = value < 0n;
  const argument = negative ? ~value : value;
  if (argument >> 64n === 0n && !isSafe(value)) {
    out.reserve(9);
    out.chunk[out.position] = (negative ? NEGATIVE : UNSIGNED) | 27;
    out.view.setBigUint64(out.position + 1, argument);
    out.position += 9;
  } else {
    writeHead(out, TAG, negative ? NEGATIVE_BIGNUM : POSITIVE_BIGNUM);
    const bytes = toBytes(argument);
    writeHead(out, BYTES, bytes.length);
    out.bytes(bytes);
  }
}

function isSafe(value: bigint): boolean {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
}
