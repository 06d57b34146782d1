import type { CompletedPart, UploadPartCommandInput } from "@aws-sdk/client-s3";
import { collect, type Payload, type StreamPayload } from "@kstash/core";
import { inOrder } from "../async/in-order.js";
import { type Session, withSignal } from "../client/connection.js";
import { changeRequest } from "../client/request.js";
import { checkParts } from "./checksums.js";

const MIB = 1024 * 1024;
// "Amazon S3 multipart upload limits": no part but the last is smaller, and there are no more parts.
const MIN_PART_BYTES = 5 * MIB;
const MAX_PARTS = 10_000;
const WIDTH = 4;

/**
 * Sends a payload in parts, four at a time; of a stream, no more than those are in memory.
 *
 * @param upload a multipart upload that has begun
 */
export async function uploadParts(
  session: Session,
  upload: Omit<UploadPartCommandInput, "PartNumber" | "Body">,
  payload: Payload | StreamPayload,
): Promise<CompletedPart[]> {
  const total = lengthOf(payload);
  const usual = "bytes" in payload ? 8 * MIB : MIN_PART_BYTES;
  const length = Math.max(usual, Math.ceil(total / MAX_PARTS));
  const send = async (index: number, signal: AbortSignal) => {
    const start = index * length;
    const Body = await partOf(payload, start, Math.min(start + length, total));
    return uploadPart(withSignal(session, signal), { ...upload, PartNumber: index + 1, Body });
  };
  const parts: CompletedPart[] = [];
  for await (const part of inOrder(Math.ceil(total / length), WIDTH, session.signal, send)) {
    parts.push(part);
  }
  return parts;
}

/** In bytes. */
export function lengthOf(payload: Payload | StreamPayload): number {
  return "bytes" in payload ? payload.bytes.length : payload.length;
}

/** The bytes from `start` up to but not including `end`: a view of them, or those of a stream in memory. */
export async function partOf(
  payload: Payload | StreamPayload,
  start = 0,
  end = lengthOf(payload),
): Promise<Uint8Array> {
  if ("bytes" in payload) return payload.bytes.subarray(start, end);
  const { bytes } = await collect({ body: payload.stream(start, end), length: end - start });
  return bytes;
}

async function uploadPart(
  { sdk, client, sending }: Session,
  input: UploadPartCommandInput,
): Promise<CompletedPart> {
  const command = new sdk.UploadPartCommand(input);
  checkParts(command);
  // For a body of 2 MiB or more the SDK asks to be let in first, on a new connection each time.
  changeRequest(command, "low", ({ headers }) => void delete headers["Expect"]);
  const { ETag, ChecksumCRC32 } = await client.send(command, sending);
  return { PartNumber: input.PartNumber, ETag, ChecksumCRC32 };
}
