import type { CreateMultipartUploadCommandInput } from "@aws-sdk/client-s3";
import type { Payload, StreamPayload } from "@kstash/core";
import { retry } from "../async/retry.js";
import type { Connection } from "../client/connection.js";
import { isConflict, nameOf, statusOf } from "../errors/sdk-error.js";
import { checkPartsOnce } from "./checksums.js";
import type { Conditionally, Outcome } from "./conditional.js";
import { type Upload, uploadParts } from "./parts.js";

const ATTEMPTS = 3;

/**
 * Stores a large payload by parts ("Uploading and copying objects using multipart upload", S3 user
 * guide), unless it is there. That is asked first, as S3 itself says so only when all parts have been
 * sent. Whatever goes wrong, no part is left behind.
 */
export function putMultipart(
  connection: Connection,
  input: CreateMultipartUploadCommandInput,
  payload: Payload | StreamPayload,
  conditionally: Conditionally,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  return retry(ATTEMPTS, signal, isWorthAnother, async () =>
    (await isThere(connection, input, signal))
      ? "found"
      : upload(connection, input, payload, conditionally, signal),
  );
}

/** Another write was under way; or the upload was completed, and the answer was lost. */
function isWorthAnother(error: unknown): boolean {
  return isConflict(error) || nameOf(error) === "NoSuchUpload";
}

async function upload(
  connection: Connection,
  input: CreateMultipartUploadCommandInput,
  payload: Payload | StreamPayload,
  conditionally: Conditionally,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const { sdk, client } = connection;
  const sending = signal && { abortSignal: signal };
  const { Bucket, Key, ExpectedBucketOwner, RequestPayer } = input;
  const create = new sdk.CreateMultipartUploadCommand(input);
  checkPartsOnce(create);
  const { UploadId } = await client.send(create, sending);
  const upload: Upload = { Bucket, Key, ExpectedBucketOwner, RequestPayer, UploadId };
  // Best effort, and not to be aborted: what the caller is to know is the failure itself.
  const abandon = () => client.send(new sdk.AbortMultipartUploadCommand(upload)).catch(() => {});
  try {
    const Parts = await uploadParts(connection, upload, payload, signal);
    const whole = { ...upload, MultipartUpload: { Parts } };
    const outcome = await conditionally((condition) =>
      client.send(new sdk.CompleteMultipartUploadCommand({ ...whole, ...condition }), sending),
    );
    if (outcome === "found") await abandon();
    return outcome;
  } catch (error) {
    await abandon();
    throw error;
  }
}

async function isThere(
  { sdk, client }: Connection,
  { Bucket, Key, ExpectedBucketOwner, RequestPayer }: CreateMultipartUploadCommandInput,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const head = new sdk.HeadObjectCommand({ Bucket, Key, ExpectedBucketOwner, RequestPayer });
  try {
    await client.send(head, signal && { abortSignal: signal });
    return true;
  } catch (error) {
    // Not there; or not allowed to know, as for a program that may only write. S3 refuses a HEAD without
    // a reason (expired token, wrong keys): the upload that follows is told it.
    if ([400, 403, 404].includes(statusOf(error) ?? 0)) return false;
    throw error;
  }
}
