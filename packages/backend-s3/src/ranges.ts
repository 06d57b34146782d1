import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Address } from "@kstash/core";
import { allocate, filling } from "./body-sink.js";
import type { Connection } from "./connection.js";
import { openObject, readObject } from "./get-object.js";
import { inParallel } from "./parallel.js";

const RANGE_BYTES = 16 * 1024 * 1024;
const WIDTH = 4;

/** The length of the whole object (RFC 9110, section 14.4), where the answer says it. */
export function totalOf({ ContentRange, ContentLength }: GetObjectCommandOutput) {
  const total = /\/(\d+)$/.exec(ContentRange ?? "")?.[1];
  return total === undefined ? ContentLength : Number(total);
}

/**
 * Reads an object in ranges, several at a time, each into its place.
 *
 * @param first the answer to the first range, of `firstBytes`
 * @throws an error of status 412 where the object was replaced between two ranges
 */
export async function readRanges(
  connection: Connection,
  address: Address,
  first: GetObjectCommandOutput,
  firstBytes: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const bytes = allocate(totalOf(first) ?? 0);
  const { ETag: IfMatch } = first;
  const length = Math.min(firstBytes, RANGE_BYTES);
  const count = 1 + Math.ceil((bytes.length - firstBytes) / length);
  await inParallel(count, WIDTH, signal, async (index, signal) => {
    const start = index === 0 ? 0 : firstBytes + (index - 1) * length;
    const end = index === 0 ? firstBytes : Math.min(start + length, bytes.length);
    const selection = { Range: rangeOf(start, end), ...(IfMatch && { IfMatch }) };
    await readObject(
      index === 0 ? first : undefined,
      () => openObject(connection, address, selection, signal),
      () => filling(bytes.subarray(start, end)),
      signal,
    );
  });
  return bytes;
}

/** RFC 9110, section 14.1.2: both ends are in it. */
export function rangeOf(start: number, end: number): string {
  return `bytes=${start}-${end - 1}`;
}
