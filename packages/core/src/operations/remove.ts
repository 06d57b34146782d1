import type { Address } from "../address/address.js";
import { call } from "../backend/call.js";
import { UnsupportedOperation } from "../errors.js";
import { traced } from "../trace.js";
import { findTarget } from "./find-target.js";
import type { OperationOptions, Runtime } from "./runtime.js";

export type RemoveOptions = OperationOptions;

export function remove(
  runtime: Runtime,
  from: Address | string,
  options: RemoveOptions,
): Promise<boolean> {
  return traced("remove", async (event) => {
    const target = await findTarget(runtime, from, options, event);
    const { address, subject, backend, context } = target;
    const remove = backend.remove?.bind(backend);
    if (!remove) {
      throw new UnsupportedOperation(
        `backend "${backend.name}" cannot remove ${subject}: it keeps nothing that could be removed`,
      );
    }
    return call(backend, `remove ${subject}`, context.signal, () => remove(address, context));
  });
}
