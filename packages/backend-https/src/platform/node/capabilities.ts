import type { Capabilities } from "../platform.js";

export const unusableOptions: Capabilities["unusableOptions"] = {};

/** See guarded-lookup.ts. */
export const checksNames = true;
