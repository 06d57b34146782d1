import { backendOf, type ObjectBackend } from "@kstash/backend-kit";
import { connector } from "./client/connection.js";
import { s3Errors } from "./errors/reasons.js";
import { type S3Options, settingsOf } from "./options.js";
import { get } from "./read/get.js";
import { share } from "./read/share.js";
import { putter } from "./write/put.js";
import { remove } from "./write/remove.js";

/** A backend that stores (streams too), reads, shares and removes. */
export type S3Backend = ObjectBackend;

/**
 * The backend `s3`: Amazon S3 and S3-compatible stores. A namespace is a bucket, which must exist; an
 * object's key is `name.digest`. The client is made on first use.
 *
 * Its methods throw core's `BackendRemoteError`, which says what was asked, why it failed and what to
 * do; `StashNotFound` for an object that is removed while it is read; `StashTooLarge` for one that is
 * larger than `Config.maxPayloadBytes`; `UnsupportedBackend` if the SDK's
 * presigner cannot be loaded.
 *
 * @throws {InvalidConfig} for an option that breaks a rule
 */
export function s3(options: S3Options = {}): S3Backend {
  const settings = settingsOf(options);
  return backendOf({
    name: "s3",
    errors: s3Errors,
    connect: connector(settings),
    put: putter(settings),
    get: (session, address, maxBytes) =>
      get(session, address, settings.parallelAboveBytes, maxBytes),
    share,
    remove,
  });
}
