import { collect, type Payload, type StreamPayload } from "@kstash/core";
import { inOrder } from "../async/in-order.js";

// As many parts are on their way at once: views of bytes that are in memory, or the parts of a stream.
const [WIDTH, STREAM_WIDTH] = [16, 4];

// Of what is in memory: each part is a request to be paid and to be waited for.
const MOST_PARTS = 64;

/** What a store takes as a part of an upload. */
export interface PartLimits {
  /** No part but the last is smaller, in bytes. */
  readonly minBytes: number;
  readonly maxParts: number;
}

/**
 * Sends a payload in parts of `minBytes`, four at a time, of which no more than those are in memory; or, if it is in
 * memory anyway, sixteen at a time, and larger ones where more than 64 would be needed.
 *
 * @param send one part, counted from 0
 * @returns what `send` returned, in order
 */
export async function sendParts<T>(
  payload: Payload | StreamPayload,
  { minBytes, maxParts }: PartLimits,
  signal: AbortSignal | undefined,
  send: (index: number, bytes: Uint8Array, signal: AbortSignal) => Promise<T>,
): Promise<T[]> {
  const total = lengthOf(payload);
  const [width, most] = "bytes" in payload ? [WIDTH, MOST_PARTS] : [STREAM_WIDTH, maxParts];
  const length = Math.max(minBytes, Math.ceil(total / Math.min(most, maxParts)));
  const step = async (index: number, signal: AbortSignal) => {
    const start = index * length;
    const bytes = await partOf(payload, start, Math.min(start + length, total));
    return send(index, bytes, signal);
  };
  const sent: T[] = [];
  for await (const part of inOrder(Math.ceil(total / length), width, signal, step)) sent.push(part);
  return sent;
}

/** In bytes. */
export function lengthOf(payload: Payload | StreamPayload): number {
  return "bytes" in payload ? payload.bytes.length : payload.length;
}

/** The bytes from `start` up to but not including `end`: a view of them, or those of a stream in memory. */
export async function partOf(
  payload: Payload | StreamPayload,
  start = 0,
  end = lengthOf(payload),
): Promise<Uint8Array> {
  if ("bytes" in payload) return payload.bytes.subarray(start, end);
  const { bytes } = await collect({ body: payload.stream(start, end), length: end - start });
  return bytes;
}
