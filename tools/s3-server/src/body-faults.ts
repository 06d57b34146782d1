import type { Answer, Chunks } from "./answer.js";

/** A body as it is sent; without a length it is chunked. */
export interface SentBody {
  readonly length: number | undefined;
  readonly chunks: Chunks;
}

/** Replaces the body of an answer by another one. */
export type BodyFault = (body: NonNullable<Answer["body"]>) => SentBody;

/** Thrown in mid-body: the connection is reset there. */
export class ConnectionDrop extends Error {}

/** The right length, and every byte wrong. */
export const wrongBody: BodyFault = ({ length, chunks }) => ({ length, chunks: inverted(chunks) });

/** The connection is reset after `bytes` of the body. */
export function cutAfter(bytes: number): BodyFault {
  return ({ length, chunks }) => ({ length, chunks: cut(chunks, bytes) });
}

/** Content-Length is right, the body ends `bytes` too early, and the connection is closed in order. */
export function shorterBy(bytes: number): BodyFault {
  return ({ length, chunks }) => ({ length, chunks: first(chunks, length - bytes) });
}

/** Content-Length is right, and `bytes` more follow. */
export function longerBy(bytes: number): BodyFault {
  return ({ length, chunks }) => ({ length, chunks: followed(chunks, Buffer.alloc(bytes, "+")) });
}

/** No Content-Length, and no end: the body, then zeros for as long as someone reads. */
export const endless: BodyFault = ({ chunks }) => ({ length: undefined, chunks: zeros(chunks) });

async function* inverted(chunks: Chunks) {
  for await (const chunk of chunks) yield Buffer.from(chunk.map((byte) => byte ^ 0xff));
}

async function* cut(chunks: Chunks, bytes: number) {
  yield* first(chunks, bytes);
  throw new ConnectionDrop();
}

async function* first(chunks: Chunks, bytes: number) {
  let left = bytes;
  for await (const chunk of chunks) {
    if (left <= 0) return;
    yield chunk.subarray(0, left);
    left -= chunk.length;
  }
}

async function* followed(chunks: Chunks, more: Buffer) {
  yield* chunks;
  yield more;
}

async function* zeros(chunks: Chunks) {
  yield* chunks;
  for (;;) yield Buffer.alloc(16 * 1024);
}
