import type { LoadBackend } from "../backend/loaders.js";
import type { Codec } from "../codec/codec.js";
import type { Config, ConfigOptions } from "../config.js";

/** What every operation of one kstash works with. */
export interface Runtime {
  readonly codecs: readonly [Codec, ...Codec[]];
  readonly loadBackend: LoadBackend;
  /** Where a call brings no config of its own. */
  readonly config: Config;
}

/** What every operation takes. */
export interface OperationOptions {
  /** Default: the config that `createKstash` was given. */
  readonly config?: Config | ConfigOptions | undefined;
  /** Stops the operation; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}
