import { readFileSync } from "node:fs";

/** This process's resident memory now, in bytes. */
export function residentNow(): number {
  return process.memoryUsage.rss();
}

/** The most that it has been since the program began, in bytes. */
export function peakNow(): number {
  // getrusage(2) counts what the parent took as well, from before the program was loaded: Linux keeps
  // it across execve(2). Both count in KiB.
  const own = process.platform === "linux" ? readFileSync("/proc/self/status", "utf8") : "";
  const kib = /^VmHWM:\s*(\d+) kB$/m.exec(own)?.[1] ?? process.resourceUsage().maxRSS;
  return Number(kib) * 1024;
}

/** How far the peak lies above what was taken before. */
export function peakAbove(before: number): number {
  return peakNow() - before;
}
