import type { Address } from "./address.js";
import { UnsupportedOperation } from "./errors.js";
import { attempt } from "./failure.js";
import { reach } from "./reach.js";
import type { OperationOptions, Runtime } from "./runtime.js";
import { traced } from "./trace.js";

export type RemoveOptions = OperationOptions;

export function remove(
  runtime: Runtime,
  from: Address | string,
  options: RemoveOptions,
): Promise<boolean> {
  return traced("remove", async (event) => {
    const reached = await reach(runtime, from, options, event);
    const { address, subject, backend, signal, context } = reached;
    const removes = backend.remove?.bind(backend);
    if (!removes) {
      throw new UnsupportedOperation(
        `backend "${backend.name}" cannot remove ${subject}: it keeps nothing that could be removed`,
      );
    }
    return attempt(
      backend,
      () => `remove ${subject}`,
      signal,
      () => removes(address, context),
    );
  });
}
