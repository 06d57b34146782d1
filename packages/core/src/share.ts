import type { Address } from "./address.js";
import { checkTtl } from "./config.js";
import { UnsupportedOperation } from "./errors.js";
import { attempt } from "./failure.js";
import { reach } from "./reach.js";
import type { OperationOptions, Runtime } from "./runtime.js";
import { traced } from "./trace.js";

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
    const reached = await reach(runtime, from, options, event);
    const { address, subject, backend, config, signal, context } = reached;
    const shares = backend.share?.bind(backend);
    if (!shares) {
      throw new UnsupportedOperation(
        `backend "${backend.name}" cannot share ${subject}: store it with a backend that makes links, such as s3`,
      );
    }
    const ttlSec = options.ttlSec ?? config.shareTtlSec;
    const task = () => `share ${subject}`;
    return attempt(backend, task, signal, () => shares(address, { ...context, ttlSec }));
  });
}
