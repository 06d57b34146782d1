import { readdirSync } from "node:fs";

/** What a process holds at a moment. */
export interface Held {
  /** In MB, after a collection: needs `--expose-gc`. */
  readonly heapMB: number;
  readonly rssMB: number;
  /** Open descriptors; `undefined` where the platform does not say (Linux does). */
  readonly descriptors: number | undefined;
  readonly sockets: number;
}

export function held(): Held {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return {
    heapMB: (heapUsed + external) / 2 ** 20,
    rssMB: rss / 2 ** 20,
    descriptors: process.platform === "linux" ? readdirSync("/proc/self/fd").length : undefined,
    sockets: process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap").length,
  };
}
