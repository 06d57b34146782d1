import { randomUUID } from "node:crypto";
import {
  BackendRemoteError,
  InvalidAddress,
  StashCorrupted,
  StashNotFound,
  StashTooLarge,
} from "@kstash/core";
import type { AwsSettings } from "../settings.js";
import { textSize } from "../size.js";
import type { S3Pointer } from "./pointer.js";

/**
 * Stores a body as AWS's extended clients do: its raw UTF-8 under a name that is used once, so that
 * whoever handles the message may delete the object.
 */
export async function putBody(
  body: string,
  bucket: string,
  { keyPrefix, connect, maxPayloadBytes }: AwsSettings,
  abortSignal: AbortSignal,
): Promise<S3Pointer> {
  const pointer = { s3BucketName: bucket, s3Key: `${keyPrefix}${randomUUID()}` };
  checkSize(textSize(body), maxPayloadBytes, pointer);
  const { sdk, client } = await connect();
  await asking("store", pointer, () =>
    client.send(new sdk.PutObjectCommand({ ...target(pointer), Body: Buffer.from(body) }), {
      abortSignal,
    }),
  );
  return pointer;
}

/**
 * @param declaredBytes what the message says about the length, in bytes of UTF-8
 * @throws {InvalidAddress} for a bucket that this reader has not listed
 * @throws {StashNotFound} if the object is gone
 * @throws {StashCorrupted} if it has another length than declared, or is not UTF-8
 * @throws {StashTooLarge} over `Config.maxPayloadBytes`
 */
export async function getBody(
  pointer: S3Pointer,
  declaredBytes: number | undefined,
  settings: AwsSettings,
): Promise<string> {
  checkBucket(pointer, settings);
  const { sdk, client } = await settings.connect();
  const bytes = await asking("read", pointer, async () => {
    const { Body } = await client.send(new sdk.GetObjectCommand(target(pointer)));
    return collect(Body as AsyncIterable<Uint8Array>, settings.maxPayloadBytes, pointer);
  });
  if (declaredBytes !== undefined && bytes.length !== declaredBytes) {
    throw new StashCorrupted(
      `${uri(pointer)} has ${bytes.length} bytes, and its message says ${declaredBytes}`,
    );
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new StashCorrupted(`${uri(pointer)} is not the text of a message: it is not UTF-8`, {
      cause,
    });
  }
}

/** @throws {InvalidAddress} for a bucket that this reader has not listed */
export async function deleteBody(pointer: S3Pointer, settings: AwsSettings): Promise<void> {
  checkBucket(pointer, settings);
  const { sdk, client } = await settings.connect();
  await asking("delete", pointer, () => client.send(new sdk.DeleteObjectCommand(target(pointer))));
}

function target({ s3BucketName, s3Key }: S3Pointer) {
  return { Bucket: s3BucketName, Key: s3Key };
}

function uri({ s3BucketName, s3Key }: S3Pointer): string {
  return JSON.stringify(`s3://${s3BucketName}/${s3Key}`);
}

// Whoever sends a message chooses the bucket in it.
function checkBucket(pointer: S3Pointer, { buckets }: AwsSettings): void {
  if (buckets.includes(pointer.s3BucketName)) return;
  const possible =
    buckets.length > 0
      ? `the option aws.buckets allows ${buckets.join(", ")}`
      : "to read such messages, list the buckets that may be read in the option aws.buckets";
  throw new InvalidAddress(
    `the message points to ${uri(pointer)}, in the format of AWS's extended client: ${possible}`,
  );
}

function checkSize(bytes: number, maxPayloadBytes: number, pointer: S3Pointer): void {
  if (bytes <= maxPayloadBytes) return;
  throw new StashTooLarge(
    `the body at ${uri(pointer)} is larger than Config.maxPayloadBytes, ${maxPayloadBytes} bytes`,
  );
}

async function collect(
  body: AsyncIterable<Uint8Array>,
  maxPayloadBytes: number,
  pointer: S3Pointer,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    checkSize(length, maxPayloadBytes, pointer); // Leaving the loop ends the download.
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function asking<T>(verb: string, pointer: S3Pointer, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    const { name, message } = cause as Error;
    if (StashTooLarge.isInstance(cause)) throw cause;
    if (name === "NoSuchKey" || name === "NoSuchBucket") {
      throw new StashNotFound(`there is nothing at ${uri(pointer)}`, { cause });
    }
    throw new BackendRemoteError(`cannot ${verb} ${uri(pointer)}: ${message}`, { cause });
  }
}
