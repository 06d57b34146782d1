import type { CompletedPart, UploadPartCommandInput } from "@aws-sdk/client-s3";
import { checkPartsOnce } from "./body-check.js";
import type { Connection } from "./connection.js";
import { inParallel } from "./parallel.js";
import type { PartSource } from "./part-source.js";
import { changeRequest } from "./request.js";

/** A multipart upload that has begun. */
export type Upload = Pick<
  UploadPartCommandInput,
  "Bucket" | "ExpectedBucketOwner" | "Key" | "RequestPayer" | "UploadId"
>;

// S3 takes no more ("Amazon S3 multipart upload limits").
const MAX_PARTS = 10_000;
const WIDTH = 4;

/** Sends a payload as parts, several at a time. */
export async function uploadParts(
  connection: Connection,
  upload: Upload,
  source: PartSource,
  signal: AbortSignal | undefined,
): Promise<CompletedPart[]> {
  const length = Math.max(source.partLength, Math.ceil(source.length / MAX_PARTS));
  const parts: CompletedPart[] = [];
  const count = Math.ceil(source.length / length);
  await inParallel(count, WIDTH, signal, async (index, signal) => {
    const start = index * length;
    const Body = await source.read(start, Math.min(start + length, source.length));
    const input = { ...upload, PartNumber: index + 1, Body };
    parts[index] = await uploadPart(connection, input, signal);
  });
  return parts;
}

async function uploadPart(
  { sdk, client }: Connection,
  input: UploadPartCommandInput,
  abortSignal: AbortSignal,
): Promise<CompletedPart> {
  const command = new sdk.UploadPartCommand(input);
  checkPartsOnce(command);
  // For a body of 2 MiB or more the SDK asks to be let in first, on a new connection each time.
  changeRequest(command, "low", ({ headers }) => void delete headers["Expect"]);
  const { ETag, ChecksumCRC32 } = await client.send(command, { abortSignal });
  return { PartNumber: input.PartNumber, ETag, ChecksumCRC32 };
}
