import type { Output } from "@kstash/core/codec-kit";
import { EPOCH, TAG, writeHead } from "./head.js";
import { writeFloat, writeNumber } from "./number.js";

/** The latest and, negative, the earliest time of a Date, in milliseconds since 1970. */
const LIMIT = 8.64e15;

/**
 * Writes a Date as seconds since 1970 (RFC 8949 §3.4.2): an integer for whole seconds, else a float64,
 * which tells every millisecond from the next up to both ends of Date. False, if it is invalid.
 */
export function writeTimestamp(out: Output, date: Date): boolean {
  const time = Date.prototype.getTime.call(date);
  if (Number.isNaN(time)) return false;
  writeHead(out, TAG, EPOCH);
  if (time % 1000 === 0) writeNumber(out, time / 1000);
  else writeFloat(out, time / 1000);
  return true;
}

/** The Date of so many seconds, to the nearest millisecond; `undefined`, if none is that early or late. */
export function toDate(seconds: number): Date | undefined {
  const near = Math.round(seconds * 1000);
  // Past the year 141,000 the product may be rounded to a neighbour of what was written.
  const time = [near, near - 1, near + 1].find((time) => time / 1000 === seconds) ?? near;
  return Math.abs(time) <= LIMIT ? new Date(time) : undefined;
}
