import { backendOf, type ObjectBackend } from "@kstash/backend-kit";
import { connector } from "./client/connection.js";
import { azureErrors } from "./errors/reasons.js";
import { containerFault, keyFault } from "./names.js";
import { type AzureOptions, settingsOf } from "./options.js";
import { get } from "./read/get.js";
import { sharer } from "./read/share.js";
import { putter } from "./write/put.js";
import { remove } from "./write/remove.js";

/** A backend that stores (streams too), reads, shares and removes. */
export type AzureBackend = ObjectBackend;

/**
 * The backend `az`: Azure Blob Storage. A namespace is a container, which must exist; a blob's name is
 * `name.digest`. The SDK is loaded, and the client made, on first use.
 *
 * Its methods throw core's `BackendRemoteError`, which says what was asked, why it failed and what to
 * do; `InvalidAddress` for a namespace that no container can have as its name; `StashNotFound` for a
 * blob that is removed while it is read; `StashTooLarge` for one that is larger than
 * `Config.maxPayloadBytes`; `UnsupportedBackend` if the SDK cannot be loaded.
 *
 * @throws {InvalidConfig} for an option that breaks a rule
 */
export function azure(options: AzureOptions = {}): AzureBackend {
  const settings = settingsOf(options);
  return backendOf({
    name: "az",
    errors: azureErrors,
    connect: connector(settings),
    namespaceFault: containerFault,
    declines: ({ key }) => keyFault(key),
    put: putter(settings),
    get: (session, address, maxBytes) =>
      get(session, address, settings.parallelAboveBytes, maxBytes),
    share: sharer(),
    remove,
  });
}
