import type { Await, StreamPayload } from "@kstash/core";

/** Bytes that can be read in part, in memory or not. */
export interface PartSource {
  readonly length: number;
  /** From `start` up to but not including `end`. */
  read(start: number, end: number): Await<Uint8Array>;
}

/** Views of the bytes, not copies. */
export function partsOf(bytes: Uint8Array): PartSource {
  return { length: bytes.length, read: (start, end) => bytes.subarray(start, end) };
}

/** Each part in memory of its own, while it is sent. */
export function partsOfStream(payload: StreamPayload): PartSource {
  return { length: payload.length, read: (start, end) => collect(payload, start, end) };
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
