import { addAbortSignal, type Readable } from "node:stream";
import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";
import { inOrder } from "../async/in-order.js";
import type { ReadRange } from "./range.js";

const RANGE_BYTES = 4 * 1024 * 1024;
const WIDTH = 4;

/**
 * An object as one ordered stream of chunks. What its first answer does not hold is fetched ahead in
 * ranges of 4 MiB, by four requests at once including the first; four ranges, or 16 MiB, are the most
 * that is held for a reader who is slower than the store.
 *
 * @param first the answer to the first `firstBytes`
 * @param length of the whole object, in bytes
 */
export async function* readInRanges(
  read: ReadRange,
  first: GetObjectCommandOutput,
  length: number,
  firstBytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  // A store that knows no ranges has answered with all there is.
  const firstEnd = first.ContentRange ? Math.min(firstBytes, length) : length;
  const rangeBytes = Math.min(firstBytes, RANGE_BYTES);
  const count = 1 + Math.ceil((length - firstEnd) / rangeBytes);

  const fetch = async (index: number, signal: AbortSignal) => {
    if (index === 0) {
      // The SDK ties this body to the caller's signal, not to the failure of another range.
      addAbortSignal(signal, first.Body as Readable);
      return read(0, firstEnd, signal, first);
    }
    const start = firstEnd + (index - 1) * rangeBytes;
    const end = Math.min(start + rangeBytes, length);
    const chunks: Uint8Array[] = [];
    for await (const chunk of read(start, end, signal)) chunks.push(chunk);
    return chunks;
  };
  for await (const chunks of inOrder(count, WIDTH, signal, fetch)) yield* chunks;
}
