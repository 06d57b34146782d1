/** This process's resident memory now, in bytes. */
export function residentNow(): number {
  return process.memoryUsage.rss();
}

/** The most that it has been since the process began, in bytes. */
export function peakNow(): number {
  // getrusage(2) counts in KiB.
  return process.resourceUsage().maxRSS * 1024;
}

/** How far the peak lies above what was taken before. */
export function peakAbove(before: number): number {
  return peakNow() - before;
}
