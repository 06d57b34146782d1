import type { CreateMultipartUploadCommandInput } from "@aws-sdk/client-s3";
import { type Outcome, retry } from "@kstash/backend-kit";
import type { Payload, StreamPayload } from "@kstash/core";
import type { Session } from "../client/connection.js";
import { isConflict, nameOf, statusOf } from "../errors/sdk-error.js";
import { checkParts } from "./checksums.js";
import type { Conditionally } from "./conditional.js";
import { uploadParts } from "./parts.js";

/**
 * Stores a large payload by parts ("Uploading and copying objects using multipart upload", S3 user
 * guide), unless it is there. That is asked first, as S3 itself says so only when all parts have been
 * sent. Whatever goes wrong, no part is left behind.
 */
export function putMultipart(
  session: Session,
  input: CreateMultipartUploadCommandInput,
  payload: Payload | StreamPayload,
  conditionally: Conditionally,
): Promise<Outcome> {
  // Another write was under way; or the upload was completed, and the answer was lost.
  const isWorthAnother = (error: unknown) => isConflict(error) || nameOf(error) === "NoSuchUpload";
  return retry(3, session.signal, isWorthAnother, async () =>
    (await isThere(session, input)) ? "found" : upload(session, input, payload, conditionally),
  );
}

async function upload(
  session: Session,
  input: CreateMultipartUploadCommandInput,
  payload: Payload | StreamPayload,
  conditionally: Conditionally,
): Promise<Outcome> {
  const { sdk, client, sending } = session;
  const { Bucket, Key, ExpectedBucketOwner, RequestPayer } = input;
  const create = new sdk.CreateMultipartUploadCommand(input);
  checkParts(create);
  const { UploadId } = await client.send(create, sending);
  const upload = { Bucket, Key, ExpectedBucketOwner, RequestPayer, UploadId };
  let outcome: Outcome | undefined;
  try {
    const Parts = await uploadParts(session, upload, payload);
    const whole = { ...upload, MultipartUpload: { Parts } };
    outcome = await conditionally((condition) =>
      client.send(new sdk.CompleteMultipartUploadCommand({ ...whole, ...condition }), sending),
    );
    return outcome;
  } finally {
    if (outcome !== "stored") {
      // Best effort, and not to be aborted: what the caller is to know is the failure itself.
      await client.send(new sdk.AbortMultipartUploadCommand(upload)).catch(() => {});
    }
  }
}

async function isThere(
  { sdk, client, sending }: Session,
  { Bucket, Key, ExpectedBucketOwner, RequestPayer }: CreateMultipartUploadCommandInput,
): Promise<boolean> {
  const head = new sdk.HeadObjectCommand({ Bucket, Key, ExpectedBucketOwner, RequestPayer });
  const refused = (error: unknown) => {
    // Not there; or not allowed to know, as for a program that may only write. S3 refuses a HEAD without
    // a reason (expired token, wrong keys): the upload that follows is told it.
    if ([400, 403, 404].includes(statusOf(error) ?? 0)) return false;
    throw error;
  };
  return client.send(head, sending).then(() => true, refused);
}
