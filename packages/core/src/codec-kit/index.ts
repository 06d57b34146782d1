// What codecs are made of, so that all of them take and refuse the same data: the walk over it, the
// bytes that come out, and the bytes that are read. `@kstash/core/codec-kit`.
export type { KeyOrder } from "./keys.js";
export * as limits from "./limits.js";
export { hasKeys, setOwn } from "./object.js";
export { Output } from "./output.js";
export { INVALID_DATE } from "./refusal.js";
export { Source } from "./source.js";
export type { TextHead } from "./text.js";
export { Walker } from "./walker.js";
export { Words } from "./words.js";
