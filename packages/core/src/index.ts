export type { Codec } from "./codec.js";
export * from "./errors.js";
