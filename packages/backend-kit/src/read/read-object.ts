import { collect, redact, StashTooLarge, type Stored, type StoredStream } from "@kstash/core";
import { LARGE_BYTES } from "../distance.js";
import type { Operation } from "../object-store.js";
import type { Answer, ByteRange, ObjectReader } from "./object.js";
import { RANGE_BYTES, readInParallel } from "./parallel.js";
import { type OpenObject, readRange } from "./range.js";

/** What is no longer is not worth a stream, which costs a tenth of the CPU time of 256 KiB. */
const FEW_BYTES = 1024 * 1024;

/**
 * An object as a stream, or its bytes if they are few or the store does not say how many there are.
 *
 * @param parallelAboveBytes what the first request asks for: its answer says whether there is more, which
 *   then takes several at once. Default: 2 MiB, or 96 MiB if the store is near, where one takes the rest as well
 * @param maxBytes `Config.maxPayloadBytes`
 * @throws {StashTooLarge} over `maxBytes`, before the body is read
 */
export async function readObject(
  operation: Operation,
  reader: ObjectReader,
  parallelAboveBytes: number | undefined,
  maxBytes: number,
): Promise<Stored | StoredStream | undefined> {
  const { distance } = operation;
  const firstBytes = parallelAboveBytes ?? (distance.isFar ? RANGE_BYTES : LARGE_BYTES);
  const first = await distance.timed(() => openFirst(operation, reader, firstBytes));
  if (!first) return undefined;
  const { contentType, length, version } = first;
  const object = { ...reader, version };
  const tooLarge = (length: string) => {
    const limit = `Config.maxPayloadBytes allows ${maxBytes}`;
    return new StashTooLarge(`${redact(reader.address.text)} has ${length} bytes, ${limit}`);
  };

  if (length !== undefined && length > maxBytes) {
    first.body.destroy();
    throw tooLarge(String(length));
  }
  // A store that knows no ranges has answered with all there is.
  const end = length !== undefined && first.isRange ? Math.min(firstBytes, length) : length;
  if (length !== undefined && end !== undefined && (length > FEW_BYTES || end < length)) {
    const inParallel = parallelAboveBytes !== undefined || distance.isFar;
    const body = stream(operation, object, first, { start: 0, end }, length, inParallel);
    return { body, length, contentType };
  }
  const body = readRange(object, { start: 0, end: length }, operation.signal, first);
  if (length !== undefined) return collect({ body, length, contentType });
  const chunks: Uint8Array[] = [];
  let received = 0;
  for await (const chunk of body) {
    received += chunk.length;
    if (received > maxBytes) throw tooLarge(`more than ${maxBytes}`);
    chunks.push(chunk);
  }
  return { bytes: new Uint8Array(Buffer.concat(chunks)), contentType };
}

/** All of an object, whose first answer is that range of it. */
async function* stream(
  { signal, explain }: Operation,
  object: OpenObject,
  first: Answer,
  range: ByteRange & { readonly end: number },
  length: number,
  inParallel: boolean,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { end } = range;
  try {
    if (inParallel && end < length) {
      yield* readInParallel(object, first, range, length, signal);
    } else {
      yield* readRange(object, range, signal, first);
      if (end < length) yield* readRange(object, { start: end, end: length }, signal);
    }
  } catch (error) {
    throw explain(error);
  }
}

async function openFirst(
  { signal }: Operation,
  reader: ObjectReader,
  firstBytes: number,
): Promise<Answer | undefined> {
  try {
    const first = await reader.open({ start: 0, end: firstBytes }, undefined, signal);
    if (!first.isRange || first.length !== undefined) return first;
    // A part, and nobody says of how much.
    first.body.destroy();
    return await reader.open(undefined, undefined, signal);
  } catch (error) {
    const refusal = reader.refusalOf(error);
    if (refusal === "absent") return undefined;
    // An empty object has no first byte to ask for.
    if (refusal === "outOfRange") return reader.open(undefined, undefined, signal);
    throw error;
  }
}

/**
 * The length of a whole object: by an answer's `Content-Range` (RFC 9110, section 14.4), which may not say it, or
 * by its `Content-Length` if it is no range.
 */
export function totalLength(
  contentRange: string | undefined,
  contentLength: number | undefined,
): number | undefined {
  if (contentRange === undefined) return contentLength;
  const total = /\/(\d+)$/.exec(contentRange)?.[1];
  return total === undefined ? undefined : Number(total);
}
