import type { Readable } from "node:stream";
import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";
import {
  type Address,
  type BackendContext,
  redact,
  StashTooLarge,
  type Stored,
  type StoredStream,
} from "@kstash/core";
import type { Connection } from "../client/connection.js";
import { isAbsent, statusOf } from "../errors/sdk-error.js";
import { getObject, rangeHeader } from "./get-object.js";
import { readInRanges } from "./parallel.js";
import { objectReader } from "./range.js";

/**
 * The object at an address as a stream, or its bytes if the store does not say how many there are. The
 * first request asks for the first `firstBytes`; its answer says whether there are more.
 *
 * @throws {StashTooLarge} over `Config.maxPayloadBytes`, before the body is read
 */
export async function get(
  connection: Connection,
  address: Address,
  firstBytes: number,
  { config, signal }: BackendContext,
): Promise<Stored | StoredStream | undefined> {
  const first = await openFirst(connection, address, firstBytes, signal);
  if (!first) return undefined;
  // Never left out: an unknown type is refused, whereas no type would mean the first codec.
  const { ContentType: contentType = "" } = first;
  const length = lengthOf(first);
  const tooLarge = (bytes: string) => {
    (first.Body as Readable).destroy();
    return new StashTooLarge(
      `${redact(address.text)} has ${bytes} bytes, Config.maxPayloadBytes allows ${config.maxPayloadBytes}`,
    );
  };
  if (length !== undefined && length > config.maxPayloadBytes) throw tooLarge(String(length));

  const read = objectReader(connection, address, first);
  if (length !== undefined) {
    const body = readInRanges(read, first, length, firstBytes, signal);
    return { body, length, contentType };
  }
  const chunks: Uint8Array[] = [];
  let received = 0;
  for await (const chunk of read(0, undefined, signal, first)) {
    received += chunk.length;
    if (received > config.maxPayloadBytes) throw tooLarge(`more than ${config.maxPayloadBytes}`);
    chunks.push(chunk);
  }
  return { bytes: new Uint8Array(Buffer.concat(chunks)), contentType };
}

async function openFirst(
  connection: Connection,
  address: Address,
  firstBytes: number,
  signal: AbortSignal | undefined,
): Promise<GetObjectCommandOutput | undefined> {
  try {
    return await getObject(connection, address, { Range: rangeHeader(0, firstBytes) }, signal);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    // An empty object has no first byte to ask for.
    if (statusOf(error) === 416) return getObject(connection, address, {}, signal);
    throw error;
  }
}

/** The length of the whole object (RFC 9110, section 14.4), where the answer says it. */
function lengthOf({ ContentRange, ContentLength }: GetObjectCommandOutput): number | undefined {
  const total = /\/(\d+)$/.exec(ContentRange ?? "")?.[1];
  return total === undefined ? ContentLength : Number(total);
}
