import {
  type CompletedPart,
  UploadPartCommand,
  type UploadPartCommandInput,
} from "@aws-sdk/client-s3";
import { sendParts } from "@kstash/backend-kit";
import type { Payload, StreamPayload } from "@kstash/core";
import { type Session, until } from "../client/connection.js";
import { changed } from "../client/request.js";
import { CHECKED_PART } from "./checksums.js";

// "Amazon S3 multipart upload limits".
const LIMITS = { minBytes: 5 * 1024 * 1024, maxParts: 10_000 };

/** @param upload a multipart upload that has begun */
export function uploadParts(
  session: Session,
  upload: Omit<UploadPartCommandInput, "PartNumber" | "Body">,
  payload: Payload | StreamPayload,
): Promise<CompletedPart[]> {
  return sendParts(payload, LIMITS, session.signal, (index, Body, signal) =>
    uploadPart({ ...session, signal }, { ...upload, PartNumber: index + 1, Body }),
  );
}

async function uploadPart(
  { client, signal }: Session,
  input: UploadPartCommandInput,
): Promise<CompletedPart> {
  const command = changed(new UploadPartCommand(input), CHECKED_PART);
  const { ETag, ChecksumCRC32 } = await client.send(command, until(signal));
  return { PartNumber: input.PartNumber, ETag, ChecksumCRC32 };
}
