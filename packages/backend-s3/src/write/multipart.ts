import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
} from "@aws-sdk/client-s3";
import type { Outcome } from "@kstash/backend-kit";
import type { Payload, StreamPayload } from "@kstash/core";
import { type Session, until } from "../client/connection.js";
import { changed } from "../client/request.js";
import { CHECKED_BY_PARTS } from "./checksums.js";
import type { Conditionally } from "./conditional.js";
import { uploadParts } from "./parts.js";

/**
 * Stores a large payload by parts ("Uploading and copying objects using multipart upload", S3 user
 * guide). Whatever goes wrong, no part is left behind.
 */
export async function putMultipart(
  session: Session,
  input: CreateMultipartUploadCommandInput,
  payload: Payload | StreamPayload,
  conditionally: Conditionally,
): Promise<Outcome> {
  const { client, signal } = session;
  const { Bucket, Key, ExpectedBucketOwner, RequestPayer } = input;
  const create = changed(new CreateMultipartUploadCommand(input), CHECKED_BY_PARTS);
  const { UploadId } = await client.send(create, until(signal));
  const upload = { Bucket, Key, ExpectedBucketOwner, RequestPayer, UploadId };
  let outcome: Outcome | undefined;
  try {
    const Parts = await uploadParts(session, upload, payload);
    const whole = { ...upload, MultipartUpload: { Parts } };
    outcome = await conditionally((condition) =>
      client.send(new CompleteMultipartUploadCommand({ ...whole, ...condition }), until(signal)),
    );
    return outcome;
  } finally {
    if (outcome !== "stored") {
      // Best effort, and not to be aborted: what the caller is to know is the failure itself.
      await client.send(new AbortMultipartUploadCommand(upload)).catch(() => {});
    }
  }
}
