import type { PutObjectCommandInput } from "@aws-sdk/client-s3";
import type { Payload } from "@kstash/core";
import { backoff } from "./abortable.js";
import type { Connection } from "./connection.js";
import { bodyCheck, checkOnce } from "./body-check.js";
import { nameOf, statusOf } from "./sdk-error.js";

const ATTEMPTS = 4;

/** A payload that is sent by one request. */
export type Whole = Pick<Payload, "bytes" | "digest">;

/** Whether it was stored now, or found there. */
export type Outcome = "stored" | "found";

/** Stores by one PutObject, whether or not there is something: the same is written over itself. */
export async function putObject(
  { sdk, client }: Connection,
  input: PutObjectCommandInput,
  { bytes, digest }: Whole,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const command = new sdk.PutObjectCommand({ ...input, ...bodyCheck(digest), Body: bytes });
  checkOnce(command, digest);
  await client.send(command, signal && { abortSignal: signal });
  return "stored";
}

/** Stores by one PutObject, unless there is something ("Conditional writes", S3 user guide). */
export async function putIfNone(
  connection: Connection,
  input: PutObjectCommandInput,
  payload: Whole,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await putObject(connection, { ...input, IfNoneMatch: "*" }, payload, signal);
    } catch (error) {
      if (statusOf(error) === 412) return "found";
      // Another write or a delete of the same key is under way: S3 asks to try again.
      if (nameOf(error) !== "ConditionalRequestConflict" || attempt === ATTEMPTS) throw error;
      await backoff(attempt + 1, signal);
    }
  }
}
