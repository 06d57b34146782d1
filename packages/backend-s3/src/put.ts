import type { PutObjectCommandInput } from "@aws-sdk/client-s3";
import type { Payload } from "@kstash/core";
import { backoff } from "./abortable.js";
import type { Connection } from "./connection.js";
import { nameOf, statusOf } from "./sdk-error.js";
import { bodyCheck, makeLean } from "./lean-put.js";
import { metadataOf } from "./metadata.js";
import type { S3PutOptions } from "./options.js";

const ATTEMPTS = 4;

/** Stores a payload where nothing is stored yet; what is there already is the same. */
export type Put = (
  connection: Connection,
  payload: Payload,
  signal: AbortSignal | undefined,
) => Promise<void>;

/**
 * Conditional writes ("Conditional requests", S3 user guide): of many writers one stores, the others
 * are told so before they send again.
 */
export function putter(options: S3PutOptions = {}): Put {
  // Whether the store knows conditional writes: false once it has shown that it does not.
  let conditional = true;

  return async (connection, payload, signal) => {
    const { Metadata: others, ...fields } = options;
    const input: PutObjectCommandInput = {
      ...fields,
      ...bodyCheck(payload.digest),
      Bucket: payload.namespace,
      Key: payload.key,
      Body: payload.bytes,
      ContentType: payload.contentType,
      Metadata: metadataOf(payload, others),
    };
    const send = (given: PutObjectCommandInput) => sendOne(connection, given, payload, signal);
    if (!conditional) return send(input);
    try {
      await sendConditional(() => send({ ...input, IfNoneMatch: "*" }), signal);
    } catch (error) {
      if (statusOf(error) !== 501) throw error;
      // The key is made of the content: to write it over itself changes nothing.
      await send(input);
      conditional = false;
    }
  };
}

async function sendOne(
  { sdk, client }: Connection,
  input: PutObjectCommandInput,
  { digest }: Payload,
  signal: AbortSignal | undefined,
): Promise<void> {
  const command = new sdk.PutObjectCommand(input);
  makeLean(command, digest);
  await client.send(command, signal && { abortSignal: signal });
}

async function sendConditional(
  send: () => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      if (statusOf(error) === 412) return;
      // Another write or a delete of the same key is under way: S3 asks to try again.
      if (nameOf(error) !== "ConditionalRequestConflict" || attempt === ATTEMPTS) throw error;
      await backoff(attempt + 1, signal);
    }
  }
}
