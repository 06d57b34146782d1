import { addresses } from "./backends-addresses.js";
import { bytes } from "./backends-bytes.js";
import { contract } from "./backends-contract.js";
import { keys } from "./backends-keys.js";
import { removal } from "./backends-removal.js";
import { signals } from "./backends-signals.js";
import { streams } from "./backends-streams.js";
import { writers } from "./backends-writers.js";
import type { BrokenBackends } from "./broken-backend.js";

/** Every wrong backend, by what it does. */
export const brokenBackends: BrokenBackends = {
  ...addresses,
  ...bytes,
  ...contract,
  ...keys,
  ...removal,
  ...signals,
  ...streams,
  ...writers,
};
