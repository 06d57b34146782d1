import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Address, BackendContext, Stored, StoredStream } from "@kstash/core";
import { bodySink } from "./body-sink.js";
import type { Connection } from "./connection.js";
import { asItComes } from "./chunks.js";
import { openObject, readObject } from "./get-object.js";
import { rangeOf, readRanges, totalOf } from "./ranges.js";
import { isAbsent, statusOf } from "./sdk-error.js";

const ATTEMPTS = 3;

/** How to read, and what to call it. */
export interface Reading {
  /** The address, for messages. */
  readonly subject: string;
  /** What one request reads at most: an object that is larger is read by several at once. */
  readonly firstBytes: number;
  /** What the reader of a body is thrown for an error of the SDK's. */
  readonly explain: (error: unknown) => unknown;
}

/**
 * What is stored at an address: a small object by one request, as it comes; a large one by ranges in
 * parallel. The first request asks for the first range, and its answer says how much there is.
 */
export async function get(
  connection: Connection,
  address: Address,
  reading: Reading,
  context: BackendContext,
): Promise<Stored | StoredStream | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await getOnce(connection, address, reading, context);
    } catch (error) {
      if (isAbsent(error)) return undefined;
      // Written again between two ranges: the same bytes, as a rule, under another ETag.
      if (statusOf(error) !== 412 || attempt === ATTEMPTS) throw error;
    }
  }
}

async function getOnce(
  connection: Connection,
  address: Address,
  { subject, firstBytes, explain }: Reading,
  context: BackendContext,
): Promise<Stored | StoredStream> {
  const { config, signal } = context;
  const open = () => openFirst(connection, address, firstBytes, signal);
  const first = await open();
  const total = totalOf(first);
  const { maxPayloadBytes: max } = config;
  const isLarge = total !== undefined && total > firstBytes && first.ContentRange !== undefined;
  if (total !== undefined && (!isLarge || total > max)) {
    return asItComes(connection, address, first, total, context, explain);
  }
  const sinkFor = (output: GetObjectCommandOutput) =>
    bodySink({ declared: totalOf(output), max, subject });
  const bytes = isLarge
    ? await readRanges(connection, address, first, firstBytes, signal)
    : await readObject(first, open, sinkFor, signal);
  // Never left out, as in `asItComes`.
  return { bytes, contentType: first.ContentType ?? "" };
}

/** The first range; an empty object has none, and is asked for as it is. */
async function openFirst(
  connection: Connection,
  address: Address,
  firstBytes: number,
  signal: AbortSignal | undefined,
): Promise<GetObjectCommandOutput> {
  try {
    return await openObject(connection, address, { Range: rangeOf(0, firstBytes) }, signal);
  } catch (error) {
    if (statusOf(error) !== 416) throw error;
    return openObject(connection, address, {}, signal);
  }
}
