import type { Output } from "@kstash/core/codec-kit";
import * as formats from "./formats.js";
import { write16, write32, write8 } from "./head.js";

/** Writes a safe integer as an integer in its shortest form, every other number as a float64. */
export function writeNumber(out: Output, value: number): void {
  // -0 is safe, and no less than 0: it is stored as 0.
  if (!Number.isSafeInteger(value)) writeFloat(out, value);
  else if (value >= 0) writeUnsigned(out, value);
  else writeNegative(out, value);
}

function writeUnsigned(out: Output, value: number): void {
  if (value < 0x80) out.byte(value);
  else if (value < 0x100) write8(out, formats.UINT8, value);
  else if (value < 0x10000) write16(out, formats.UINT16, value);
  else if (value < 0x100000000) write32(out, formats.UINT32, value);
  else writeLarge(out, formats.UINT64, value);
}

function writeNegative(out: Output, value: number): void {
  if (value >= -0x20) out.byte(value & 0xff);
  else if (value >= -0x80) write8(out, formats.INT8, value);
  else if (value >= -0x8000) write16(out, formats.INT16, value);
  else if (value >= -0x80000000) write32(out, formats.INT32, value);
  else writeLarge(out, formats.INT64, value);
}

// A safe integer in 64 bits, its halves in two's complement.
function writeLarge(out: Output, format: number, value: number): void {
  out.reserve(9);
  const { chunk, view, position } = out;
  chunk[position] = format;
  view.setInt32(position + 1, Math.floor(value / 0x100000000));
  view.setInt32(position + 5, value | 0);
  out.position = position + 9;
}

function writeFloat(out: Output, value: number): void {
  out.reserve(9);
  const { view, position } = out;
  view.setUint8(position, formats.FLOAT64);
  // NaN always with the same bits, which are Python's, whatever the engine holds.
  if (Number.isNaN(value)) view.setBigUint64(position + 1, 0x7ff8_0000_0000_0000n);
  else view.setFloat64(position + 1, value);
  out.position = position + 9;
}

/** Writes a bigint between -2^63 and 2^64 - 1 that is no safe integer. */
export function writeBigint(out: Output, value: bigint): void {
  out.reserve(9);
  out.chunk[out.position] = value < 0n ? formats.INT64 : formats.UINT64;
  out.view.setBigUint64(out.position + 1, BigInt.asUintN(64, value));
  out.position += 9;
}
