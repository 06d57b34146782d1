import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Address } from "@kstash/core";
import { allocate, filling } from "./body-sink.js";
import type { Connection } from "./connection.js";
import { openObject, readObject } from "./get-object.js";
import { inParallel } from "./parallel.js";

/** What the first request reads at most: an object that is larger is read in ranges. */
export const FIRST_BYTES = 16 * 1024 * 1024;

const RANGE_BYTES = 8 * 1024 * 1024;
const WIDTH = 4;

export const FIRST_RANGE = rangeOf(0, FIRST_BYTES);

/** The length of the whole object (RFC 9110, section 14.4), where the answer says it. */
export function totalOf({ ContentRange, ContentLength }: GetObjectCommandOutput) {
  const total = /\/(\d+)$/.exec(ContentRange ?? "")?.[1];
  return total === undefined ? ContentLength : Number(total);
}

/**
 * Reads an object in ranges, several at a time, each into its place.
 *
 * @param first the answer to the first range
 * @throws an error of status 412 where the object was replaced between two ranges
 */
export async function readRanges(
  connection: Connection,
  address: Address,
  first: GetObjectCommandOutput,
  total: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const bytes = allocate(total);
  const { ETag: IfMatch } = first;
  const count = 1 + Math.ceil((total - FIRST_BYTES) / RANGE_BYTES);
  await inParallel(count, WIDTH, signal, async (index, signal) => {
    const start = index === 0 ? 0 : FIRST_BYTES + (index - 1) * RANGE_BYTES;
    const end = Math.min(index === 0 ? FIRST_BYTES : start + RANGE_BYTES, total);
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
function rangeOf(start: number, end: number): string {
  return `bytes=${start}-${end - 1}`;
}
