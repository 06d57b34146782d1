export { Address, type AddressParts } from "./address.js";
export type {
  Await,
  Backend,
  BackendContext,
  Payload,
  PutContext,
  ShareContext,
  Stored,
  StoredStream,
  StreamPayload,
} from "./backend.js";
export type { Loaders } from "./backends.js";
export type { BytesHeader, Codec } from "./codec.js";
export { Config, type ConfigOptions, MAX_SHARE_TTL_SEC } from "./config.js";
export { collect } from "./collect.js";
export type { CreateOptions } from "./create.js";
export type { HashName } from "./digest.js";
export {
  BackendRemoteError,
  InvalidAddress,
  InvalidConfig,
  InvalidData,
  isKstashError,
  KstashError,
  type KstashErrorCode,
  StashCorrupted,
  StashNotFound,
  StashTooLarge,
  UnsupportedBackend,
  UnsupportedOperation,
} from "./errors.js";
export { createKstash, type Kstash, type KstashOptions } from "./kstash.js";
export { MAX_KEY_BYTES } from "./name.js";
export { redact } from "./redact.js";
export type { RemoveOptions } from "./remove.js";
export type { RetrieveOptions } from "./retrieve.js";
export type { OperationOptions } from "./runtime.js";
export type { ShareOptions } from "./share.js";
export type {
  InferOutput,
  StandardIssue,
  StandardResult,
  StandardSchema,
} from "./standard-schema.js";
export { isStash, type Stash, type StashShareOptions } from "./stash.js";
export type { StreamSource } from "./stream-source.js";
export type { TraceEvent } from "./trace.js";
