import type { Json } from "../escapes.js";

/** Options of a config, by the names of `ConfigOptions` of @kstash/core. */
export const configs: readonly Json[] = [
  {},
  { maxInlineLen: 1 },
  { backends: ["s3"] },
  { backends: ["inline"] },
  { backends: ["inline", "mem", "file", "s3", "https", "http"] },
  { shareTtlSec: 1 },
  { shareTtlSec: 604800 },
  { hash: "sha256" },
  { maxPayloadBytes: 1 },
  { namespaces: ["app-*"] },
  { namespaces: [] },
];

/** Options that break a rule. */
export const refusedConfigs: readonly (readonly [title: string, options: Json])[] = [
  ["maxInlineLen below 1", { maxInlineLen: 0 }],
  ["maxInlineLen that is no number", { maxInlineLen: { $number: "NaN" } }],
  ["no backends", { backends: [] }],
  ["inline, but not first", { backends: ["s3", "inline"] }],
  ["a backend twice", { backends: ["s3", "s3"] }],
  ["a backend with no possible name", { backends: ["S3"] }],
  ["no time at all", { shareTtlSec: 0 }],
  ["a part of a second", { shareTtlSec: 1.5 }],
  ["longer than 7 days", { shareTtlSec: 604801 }],
  ["another hash", { hash: "sha1" }],
  ["no bytes", { maxPayloadBytes: 0 }],
  ["half a byte", { maxPayloadBytes: 0.5 }],
  ["an empty pattern", { namespaces: [""] }],
];
