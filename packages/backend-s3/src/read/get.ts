import type { Readable } from "node:stream";
import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";
import { type Address, redact, StashTooLarge, type Stored, type StoredStream } from "@kstash/core";
import type { Session } from "../client/connection.js";
import { isAbsent, statusOf } from "../errors/sdk-error.js";
import { getObject, rangeHeader } from "./get-object.js";
import { readInParallel } from "./parallel.js";
import { readRange } from "./range.js";

/**
 * The object at an address as a stream, or its bytes if the store does not say how many there are. The
 * first request asks for the first `firstBytes`; its answer says whether there are more.
 *
 * @throws {StashTooLarge} over `Config.maxPayloadBytes`, before the body is read
 */
export async function get(
  session: Session,
  address: Address,
  firstBytes: number,
  maxBytes: number,
): Promise<Stored | StoredStream | undefined> {
  const first = await openFirst(session, address, firstBytes);
  if (!first) return undefined;
  // Never left out: an unknown type is refused, whereas no type would mean the first codec.
  const { ContentType: contentType = "" } = first;
  const object = { address, version: first.ETag };
  const tooLarge = (length: string) => {
    const limit = `Config.maxPayloadBytes allows ${maxBytes}`;
    return new StashTooLarge(`${redact(address.text)} has ${length} bytes, ${limit}`);
  };

  const length = lengthOf(first);
  if (length !== undefined) {
    if (length > maxBytes) {
      (first.Body as Readable).destroy();
      throw tooLarge(String(length));
    }
    const body = readInParallel(session, object, first, length, firstBytes);
    return { body, length, contentType };
  }
  const chunks: Uint8Array[] = [];
  let received = 0;
  for await (const chunk of readRange(session, object, 0, undefined, first)) {
    received += chunk.length;
    if (received > maxBytes) throw tooLarge(`more than ${maxBytes}`);
    chunks.push(chunk);
  }
  return { bytes: new Uint8Array(Buffer.concat(chunks)), contentType };
}

async function openFirst(session: Session, address: Address, firstBytes: number) {
  try {
    return await getObject(session, address, { Range: rangeHeader(0, firstBytes) });
  } catch (error) {
    if (isAbsent(error)) return undefined;
    // An empty object has no first byte to ask for.
    if (statusOf(error) === 416) return getObject(session, address, {});
    throw error;
  }
}

/** The length of the whole object (RFC 9110, section 14.4), where the answer says it. */
function lengthOf({ ContentRange, ContentLength }: GetObjectCommandOutput): number | undefined {
  const total = /\/(\d+)$/.exec(ContentRange ?? "")?.[1];
  return total === undefined ? ContentLength : Number(total);
}
