import type { Readable } from "node:stream";
import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";
import { type Address, type BackendContext, redact, type StoredStream } from "@kstash/core";
import { BrokenBody, tooLarge } from "./body-sink.js";
import type { Connection } from "./connection.js";
import { chunksOf } from "./chunks.js";
import { openObject } from "./get-object.js";
import { isAbsent } from "./sdk-error.js";

/** What is stored at an address, as it comes over the wire. */
export async function getStream(
  connection: Connection,
  address: Address,
  { config, signal }: BackendContext,
  explain: (error: unknown) => unknown,
): Promise<StoredStream | undefined> {
  let first: GetObjectCommandOutput;
  try {
    first = await openObject(connection, address, {}, signal);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
  const { ContentLength: length, ContentType: contentType = "" } = first;
  if (length === undefined) {
    (first.Body as Readable).destroy();
    throw new BrokenBody("the store did not say how many bytes it sends");
  }
  const { maxPayloadBytes } = config;
  if (length > maxPayloadBytes) {
    (first.Body as Readable).destroy();
    throw tooLarge(redact(address.text), String(length), maxPayloadBytes);
  }
  const body = chunksOf(connection, address, first, length, signal, explain);
  return { body, length, contentType };
}
