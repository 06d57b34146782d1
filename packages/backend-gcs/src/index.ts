export { gcs, type GcsBackend } from "./gcs.js";
export type { GcsOptions, GcsPutOptions } from "./options.js";
