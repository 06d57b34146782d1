import { type Address, StashNotFound, type Stored } from "@kstash/core";
import type { IncomingMessage } from "node:http";
import { readBody, readStart } from "./body.js";
import { isExpired } from "./expiry.js";
import { UnexpectedAnswer } from "./failure.js";
import { metadataOf } from "./metadata.js";
import { retryAfterMs } from "./retry-after.js";
import { type StoreError, storeErrorOf } from "./store-error.js";

/** What was asked for. */
export interface Question {
  readonly address: Address;
  /** The link as messages show it. */
  readonly subject: string;
  readonly maxBytes: number;
}

// Enough for S3's error documents.
const MAX_ERROR_BYTES = 16_384;

/**
 * What a response means: the stash, `undefined` (there is none), or an error that says why not.
 *
 * @throws {StashNotFound} for a link that no longer works
 * @throws {StashTooLarge}
 * @throws {UnexpectedAnswer} for all else
 */
export async function answerOf(
  response: IncomingMessage,
  question: Question,
): Promise<Stored | undefined> {
  const { statusCode: status = 0, headers } = response;
  if (status === 200) {
    const metadata = metadataOf(headers, question.subject);
    const bytes = await readBody(response, question);
    return { bytes, contentType: headers["content-type"] ?? "", ...metadata };
  }
  if (status === 404) return undefined;
  if (status >= 300 && status < 400) {
    throw new UnexpectedAnswer(
      `it answered ${status}, a redirect, which is not followed: a link has to lead to the stash itself`,
    );
  }
  const error = storeErrorOf(await readStart(response, MAX_ERROR_BYTES));
  const said = [status, error.code].filter(Boolean).join(" ");
  // 400 is how temporary credentials expire.
  if ((status === 403 || status === 400) && isExpired(error, question.address.query)) {
    throw new StashNotFound(
      `share link expired: ${question.subject}: share the stash again, with a ttlSec that lasts until it is read`,
    );
  }
  if (status === 403) throw new StashNotFound(forbidden(question.subject, said, error));
  throw new UnexpectedAnswer(`it answered ${said}`, {
    transient: status === 429 || status >= 500,
    retryAfterMs: retryAfterMs(headers["retry-after"]),
  });
}

function forbidden(subject: string, said: string, { code }: StoreError): string {
  const why =
    code === "SignatureDoesNotMatch"
      ? "the link was changed on its way, or signed with another secret"
      : "the link is unsigned, its signer may not read the stash, or the stash was removed";
  return `stash not found: ${subject} answered ${said}: ${why}`;
}
