import { redact, StashTooLarge, type Stored, type StoredStream } from "@kstash/core";
import type { Operation } from "../object-store.js";
import type { Answer, ObjectReader } from "./object.js";
import { readInParallel } from "./parallel.js";
import { readRange } from "./range.js";

/**
 * An object as a stream, or its bytes if the store does not say how many there are. The first request
 * asks for the first `firstBytes`; its answer says whether there are more.
 *
 * @param maxBytes `Config.maxPayloadBytes`
 * @throws {StashTooLarge} over `maxBytes`, before the body is read
 */
export async function readObject(
  operation: Operation,
  reader: ObjectReader,
  firstBytes: number,
  maxBytes: number,
): Promise<Stored | StoredStream | undefined> {
  const first = await openFirst(operation, reader, firstBytes);
  if (!first) return undefined;
  const { contentType, length, version } = first;
  const object = { ...reader, version };
  const tooLarge = (length: string) => {
    const limit = `Config.maxPayloadBytes allows ${maxBytes}`;
    return new StashTooLarge(`${redact(reader.address.text)} has ${length} bytes, ${limit}`);
  };

  if (length !== undefined) {
    if (length > maxBytes) {
      first.body.destroy();
      throw tooLarge(String(length));
    }
    return {
      body: readInParallel(operation, object, first, length, firstBytes),
      length,
      contentType,
    };
  }
  const chunks: Uint8Array[] = [];
  let received = 0;
  const all = { start: 0, end: undefined };
  for await (const chunk of readRange(object, all, operation.signal, first)) {
    received += chunk.length;
    if (received > maxBytes) throw tooLarge(`more than ${maxBytes}`);
    chunks.push(chunk);
  }
  return { bytes: new Uint8Array(Buffer.concat(chunks)), contentType };
}

async function openFirst(
  { signal }: Operation,
  reader: ObjectReader,
  firstBytes: number,
): Promise<Answer | undefined> {
  try {
    return await reader.open({ start: 0, end: firstBytes }, undefined, signal);
  } catch (error) {
    const refusal = reader.refusalOf(error);
    if (refusal === "absent") return undefined;
    // An empty object has no first byte to ask for.
    if (refusal === "outOfRange") return reader.open(undefined, undefined, signal);
    throw error;
  }
}

/** The length of a whole object by an answer's `Content-Range` (RFC 9110, section 14.4), if it says it. */
export function totalLength(contentRange: string | undefined): number | undefined {
  const total = /\/(\d+)$/.exec(contentRange ?? "")?.[1];
  return total === undefined ? undefined : Number(total);
}
