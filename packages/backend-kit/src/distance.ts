const MIB = 1024 * 1024;

// Next door one connection has all the bandwidth that there is, and on loopback sixteen requests for 64 MiB take
// 1.2 times as long as two. Far away each connection has a bandwidth of its own: at 20 ms and 60 MB/s sixteen are
// 4.2 times as fast as one.
const NEAR_MS = 10;

/** What is longer, in bytes, is sent in parts if the store is far away. */
export const FAR_ABOVE_BYTES = 12 * MIB;

/** What is longer, in bytes, is sent in parts in any case: one request has to begin anew if it fails. */
export const LARGE_BYTES = 96 * MIB;

/** How far away a store is: by the quickest of its answers, as others had to wait for more than the way. */
export class Distance {
  #leastMs = Infinity;

  /** Asks the store, and takes the time. */
  async timed<T>(ask: () => Promise<T>): Promise<T> {
    const start = performance.now();
    const answer = await ask();
    this.#leastMs = Math.min(this.#leastMs, performance.now() - start);
    return answer;
  }

  get isFar(): boolean {
    return this.#leastMs > NEAR_MS;
  }
}
