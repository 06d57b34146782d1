import { addAbortSignal } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { inOrder } from "../async/in-order.js";
import type { Answer, ByteRange } from "./object.js";
import { type OpenObject, readRange } from "./range.js";

// Together the memory that is held for a reader who is slower than the store: 32 MiB.
export const RANGE_BYTES = 2 * 1024 * 1024;
const WIDTH = 16;

/**
 * An object as one ordered stream of chunks, of which all but the first answer is fetched ahead in ranges of 2 MiB, by
 * sixteen requests at once with the first.
 *
 * @param first the answer to the range that begins the object
 * @param length of the whole object, in bytes
 */
export async function* readInParallel(
  object: OpenObject,
  first: Answer,
  { end }: ByteRange & { readonly end: number },
  length: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const rangeBytes = Math.min(end, RANGE_BYTES);
  const count = 1 + Math.ceil((length - end) / rangeBytes);
  const fetch = async (index: number, inner: AbortSignal) => {
    if (index === 0) {
      // An SDK ties this body to the caller's signal alone, not to the failure of another range.
      addAbortSignal(inner, first.body);
      return readRange(object, { start: 0, end }, inner, first);
    }
    const start = end + (index - 1) * rangeBytes;
    const range = { start, end: Math.min(start + rangeBytes, length) };
    const chunks: Uint8Array[] = [];
    for await (const chunk of readRange(object, range, inner)) chunks.push(chunk);
    return chunks;
  };
  for await (const chunks of inOrder(count, WIDTH, signal, fetch)) {
    yield* chunks;
    // A reader who digests what is there already would keep the next requests from being sent.
    await nextTurn();
  }
}
