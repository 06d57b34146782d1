import type { Address } from "../address/address.js";
import { call } from "../backend/call.js";
import { checkTtl } from "../config.js";
import { UnsupportedOperation } from "../errors.js";
import { traced } from "../trace.js";
import { findTarget } from "./find-target.js";
import type { OperationOptions, Runtime } from "./runtime.js";

export interface ShareOptions extends OperationOptions {
  /** Seconds, a whole number from 1 to 604,800 (7 days). Default: the config's `shareTtlSec`. */
  readonly ttlSec?: number | undefined;
}

export function share(
  runtime: Runtime,
  from: Address | string,
  options: ShareOptions,
): Promise<string> {
  return traced("share", async (event) => {
    if (options.ttlSec !== undefined) checkTtl(options.ttlSec, "ttlSec");
    const target = await findTarget(runtime, from, options, event);
    const { address, subject, backend, context } = target;
    const share = backend.share?.bind(backend);
    if (!share) {
      throw new UnsupportedOperation(
        `backend "${backend.name}" cannot share ${subject}: store it with a backend that makes links, such as s3`,
      );
    }
    const ttlSec = options.ttlSec ?? context.config.shareTtlSec;
    return call(backend, `share ${subject}`, context.signal, () =>
      share(address, { ...context, ttlSec }),
    );
  });
}
