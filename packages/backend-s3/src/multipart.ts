import type {
  CompleteMultipartUploadCommandInput,
  CreateMultipartUploadCommandInput,
} from "@aws-sdk/client-s3";
import { backoff } from "./abortable.js";
import { checkPartsOnce } from "./body-check.js";
import type { Connection } from "./connection.js";
import type { PartSource } from "./part-source.js";
import type { Outcome } from "./put-object.js";
import { nameOf, statusOf } from "./sdk-error.js";
import { type Upload, uploadParts } from "./upload-part.js";

const ATTEMPTS = 3;

/**
 * Stores a large payload by parts ("Uploading and copying objects using multipart upload", S3 user
 * guide), unless there is something. That is asked first, as S3 itself says so only when all parts are
 * there. Whatever goes wrong, no part is left behind.
 *
 * @param conditional whether the store knows conditional writes
 */
export async function putMultipart(
  connection: Connection,
  input: CreateMultipartUploadCommandInput,
  source: PartSource,
  conditional: boolean,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  for (let attempt = 1; ; attempt += 1) {
    if (await isThere(connection, input, signal)) return "found";
    try {
      return await uploadWhole(connection, input, source, conditional, signal);
    } catch (error) {
      if (statusOf(error) === 412) return "found";
      // Another write of the same key was under way: S3 asks to begin anew. Or the upload was completed,
      // and the answer was lost.
      const again = ["ConditionalRequestConflict", "NoSuchUpload"].includes(nameOf(error));
      if (!again || attempt === ATTEMPTS) throw error;
      await backoff(attempt + 1, signal);
    }
  }
}

async function uploadWhole(
  connection: Connection,
  input: CreateMultipartUploadCommandInput,
  source: PartSource,
  conditional: boolean,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const { sdk, client } = connection;
  const { Bucket, Key, ExpectedBucketOwner, RequestPayer } = input;
  const create = new sdk.CreateMultipartUploadCommand(input);
  checkPartsOnce(create);
  const { UploadId } = await client.send(create, signal && { abortSignal: signal });
  const upload: Upload = { Bucket, Key, ExpectedBucketOwner, RequestPayer, UploadId };
  try {
    const Parts = await uploadParts(connection, upload, source, signal);
    const whole = { ...upload, MultipartUpload: { Parts } };
    await complete(connection, conditional ? { ...whole, IfNoneMatch: "*" } : whole, signal);
    return "stored";
  } catch (error) {
    // Best effort, and not to be aborted: the failure itself is what the caller is to know.
    await client.send(new sdk.AbortMultipartUploadCommand(upload)).catch(() => {});
    throw error;
  }
}

async function complete(
  { sdk, client }: Connection,
  { IfNoneMatch, ...whole }: CompleteMultipartUploadCommandInput,
  signal: AbortSignal | undefined,
): Promise<void> {
  const sending = signal && { abortSignal: signal };
  try {
    const condition = IfNoneMatch === undefined ? {} : { IfNoneMatch };
    await client.send(new sdk.CompleteMultipartUploadCommand({ ...whole, ...condition }), sending);
  } catch (error) {
    if (statusOf(error) !== 501 || IfNoneMatch === undefined) throw error;
    await client.send(new sdk.CompleteMultipartUploadCommand(whole), sending);
  }
}

/** Whether it is there already; a program that may only write is not told, and writes. */
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
    const status = statusOf(error);
    if (status === 404 || status === 403) return false;
    throw error;
  }
}
