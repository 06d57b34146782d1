import { type Address, StashNotFound } from "@kstash/core";
import type { HttpResponse } from "./platform/platform.js";
import { readStart } from "./response.js";
import { retryAfterMs, UnexpectedResponse } from "./retry.js";
import { isExpired, type StoreError, storeErrorOf } from "./store-error.js";

// Enough for the error documents of S3 and the others.
const MAX_ERROR_BYTES = 16_384;

/**
 * What a response other than 200 means: `undefined` if there is no stash, or an error that says why.
 *
 * @param subject the link as messages show it
 * @throws {StashNotFound} for a link that no longer works
 * @throws {UnexpectedResponse} for everything else
 */
export async function refusalOf(
  response: HttpResponse,
  address: Address,
  subject: string,
): Promise<undefined> {
  const { statusCode: status = 0 } = response;
  if (status === 404) return undefined;
  if (status === 0 || (status >= 300 && status < 400)) {
    throw new UnexpectedResponse(
      `it answered ${status === 0 ? "with" : `${status},`} a redirect, which is not followed: a link has to lead to the stash itself`,
    );
  }
  const error = storeErrorOf(await readStart(response, MAX_ERROR_BYTES));
  // S3 answers 400 when temporary credentials have expired, Google Cloud Storage for every expired link.
  if ((status === 403 || status === 400) && isExpired(error, address.query)) {
    throw new StashNotFound(
      `share link expired: ${subject}: share the stash again, with a ttlSec that lasts until it is read`,
    );
  }
  if (status === 403) {
    throw new StashNotFound(`stash not found: ${subject} answered ${forbidden(error)}`);
  }
  throw unexpectedResponse(response, error.code);
}

/** @param remark follows the status in the message */
export function unexpectedResponse(
  { statusCode: status = 0, headers }: HttpResponse,
  remark: string | undefined,
): UnexpectedResponse {
  return new UnexpectedResponse(`it answered ${[status, remark].filter(Boolean).join(" ")}`, {
    transient: status === 429 || status >= 500,
    retryAfterMs: retryAfterMs(headers["retry-after"]),
  });
}

function forbidden({ code }: StoreError): string {
  const why =
    code === "SignatureDoesNotMatch" || code === "AuthenticationFailed"
      ? "the link was changed on its way, or signed with another secret"
      : "the link is unsigned, its signer may not read the stash, or the stash was removed";
  return `${["403", code].filter(Boolean).join(" ")}: ${why}`;
}
