import type { Tarballs } from "./pack.js";

/** What the global setup has packed, and the folder of this run. */
export interface Packed {
  readonly folder: string;
  readonly tarballs: Tarballs;
}

// Jest gives each test file a global object of its own; the environment is what they share.
const variable = "KSTASH_PACKED";

/** Tells the test files of this run. */
export function announce(packed: Packed): void {
  process.env[variable] = JSON.stringify(packed);
}

/** What was announced. */
export function packed(): Packed {
  return JSON.parse(process.env[variable]!) as Packed;
}
