// Writes down the most memory that the process had, in KiB, when it ends. On Linux it is not asked of
// getrusage, whose ru_maxrss begins with that of the process which started this one.
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const STATUS = "/proc/self/status";

process.on("exit", () => {
  const peak = existsSync(STATUS)
    ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(STATUS, "utf8"))[1]
    : process.resourceUsage().maxRSS;
  writeFileSync(process.env.PEAK_MEMORY_FILE, String(peak));
});
