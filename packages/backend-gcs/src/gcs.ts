import { backendOf, type ObjectBackend } from "@kstash/backend-kit";
import { connector } from "./client/connection.js";
import { gcsErrors } from "./errors/reasons.js";
import { bucketFault, keyFault } from "./names.js";
import { type GcsOptions, settingsOf } from "./options.js";
import { get } from "./read/get.js";
import { share } from "./read/share.js";
import { putter } from "./write/put.js";
import { remove } from "./write/remove.js";

/** A backend that stores (streams too), reads, shares and removes. */
export type GcsBackend = ObjectBackend;

/**
 * The backend `gs`: Google Cloud Storage. A namespace is a bucket, which must exist; an object's name is
 * `name.digest`. The SDK is loaded, and the client made, on first use.
 *
 * Its methods throw core's `BackendRemoteError`, which says what was asked, why it failed and what to
 * do; `InvalidAddress` for a namespace that no bucket can have as its name; `StashNotFound` for an object
 * that is removed while it is read; `StashTooLarge` for one that is larger than
 * `Config.maxPayloadBytes`; `UnsupportedBackend` if the SDK cannot be loaded.
 *
 * @throws {InvalidConfig} for an option that breaks a rule
 */
export function gcs(options: GcsOptions = {}): GcsBackend {
  const settings = settingsOf(options);
  return backendOf({
    name: "gs",
    errors: gcsErrors,
    connect: connector(settings),
    namespaceFault: bucketFault,
    declines: ({ key }) => keyFault(key),
    put: putter(settings),
    get: (session, address, maxBytes) =>
      get(session, address, settings.parallelAboveBytes, maxBytes),
    share,
    remove,
  });
}
