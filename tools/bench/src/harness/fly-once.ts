import { PerformanceObserver } from "node:perf_hooks";

/** What one flight took. */
export interface Sample {
  /** Pieces of work per second. */
  readonly rate: number;
  /** CPU time of this process for one, in milliseconds. */
  readonly cpu: number;
  /** The 99th percentile of how long one took, in milliseconds. */
  readonly p99: number;
  /** The part of the time in which this process does something: from 0 to 1. */
  readonly busy: number;
  /** The part of the time that garbage collection takes. */
  readonly collecting: number;
}

/** Does a piece of work `count` times, `width` at once. */
export async function flyOnce(
  run: () => Promise<unknown>,
  { count, width }: { readonly count: number; readonly width: number },
): Promise<Sample> {
  const times: number[] = [];
  let left = count;
  const lane = async () => {
    while (left-- > 0) {
      const start = performance.now();
      await run();
      times.push(performance.now() - start);
    }
  };
  let collecting = 0;
  const add = (entries: readonly { readonly duration: number }[]) => {
    for (const { duration } of entries) collecting += duration;
  };
  const observer = new PerformanceObserver((list) => add(list.getEntries()));
  observer.observe({ entryTypes: ["gc"] });
  const loop = performance.eventLoopUtilization();
  const cpu = process.cpuUsage();
  const start = performance.now();
  await Promise.all(Array.from({ length: width }, lane));
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const { utilization: busy } = performance.eventLoopUtilization(loop);
  add(observer.takeRecords());
  observer.disconnect();
  times.sort((a, b) => a - b);
  return {
    rate: (count / wall) * 1000,
    cpu: (user + system) / 1000 / count,
    p99: times[Math.floor(times.length * 0.99)]!,
    busy,
    collecting: collecting / wall,
  };
}
