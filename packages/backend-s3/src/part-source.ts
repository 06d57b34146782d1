import type { Await, StreamPayload } from "@kstash/core";

const MIB = 1024 * 1024;
// The least that S3 takes but for the last part ("Amazon S3 multipart upload limits").
const MIN_PART = 5 * MIB;

/** Bytes that can be read in part, in memory or not. */
export interface PartSource {
  readonly length: number;
  /** How long a part should be, in bytes. */
  readonly partLength: number;
  /** From `start` up to but not including `end`. */
  read(start: number, end: number): Await<Uint8Array>;
}

/** Views of the bytes, not copies. */
export function partsOf(bytes: Uint8Array): PartSource {
  const read = (start: number, end: number) => bytes.subarray(start, end);
  return { length: bytes.length, partLength: 8 * MIB, read };
}

/** Each part in memory of its own, while it is sent. */
export function partsOfStream(payload: StreamPayload): PartSource {
  const read = (start: number, end: number) => collect(payload, start, end);
  return { length: payload.length, partLength: MIN_PART, read };
}

/** A part of a payload, in one piece. */
export async function collect(
  payload: StreamPayload,
  start = 0,
  end = payload.length,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - start);
  let offset = 0;
  for await (const chunk of payload.stream(start, end)) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
