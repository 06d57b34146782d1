import { readdirSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

/** What a process holds at a moment. */
export interface Held {
  /** In MB, after a collection: needs `--expose-gc`. */
  readonly heapMB: number;
  readonly rssMB: number;
  /** Open descriptors, sockets among them; `undefined` where the platform does not say (Linux does). */
  readonly descriptors: number | undefined;
}

export async function held(): Promise<Held> {
  // Buffers and sockets that one collection finds are freed in the turns after it.
  for (let turn = 0; turn < 5; turn++) {
    globalThis.gc?.();
    await setTimeout(20);
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return {
    heapMB: (heapUsed + external) / 2 ** 20,
    rssMB: rss / 2 ** 20,
    descriptors: process.platform === "linux" ? readdirSync("/proc/self/fd").length : undefined,
  };
}
