const MIB = 1024 * 1024;

// Next door one connection has all the bandwidth that there is, and on loopback eight requests for 64 MiB take
// 1.4 times as long as one. Far away each connection has a bandwidth of its own: at 20 ms and 60 MB/s sixteen are
// 4.7 times as fast.
const NEAR_MS = 10;

/** What is longer, in bytes, is sent in parts if the store is far away. */
export const FAR_ABOVE_BYTES = 12 * MIB;

/** What is longer, in bytes, is sent in parts in any case: one request has to begin anew if it fails. */
export const LARGE_BYTES = 96 * MIB;

/** What a store answered, and whether it took as long as one that is far away. */
export interface Timed<T> {
  readonly answer: T;
  readonly isFar: boolean;
}

/** Asks a store, and judges by the time to its answer how far away it is. */
export async function timed<T>(ask: () => Promise<T>): Promise<Timed<T>> {
  const start = performance.now();
  const answer = await ask();
  return { answer, isFar: performance.now() - start > NEAR_MS };
}
