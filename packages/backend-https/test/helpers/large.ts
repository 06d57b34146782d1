import { randomBytes } from "node:crypto";
import { expect } from "@jest/globals";
import { collect, type StoredStream } from "@kstash/core";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { http } from "../../src/index.js";
import { linkTo, read } from "./link.js";
import type { TestServer } from "./server.js";

export const MIB = 1024 * 1024;
export const LARGE = randomBytes(3 * MIB);
export const ETAG = '"one"';

/** A stream as `http()` answers it. */
export interface Stream extends Omit<StoredStream, "body"> {
  readonly body: AsyncIterableIterator<Uint8Array>;
}

/** Opens the link to a server that answers with a stream. */
export async function open(
  server: TestServer,
  options: Parameters<typeof http>[0] = {},
  signal?: AbortSignal,
): Promise<Stream> {
  const stored: unknown = await read(http(options), linkTo(server.port), {}, signal);
  expect(stored).not.toHaveProperty("bytes");
  return stored as Stream;
}

export const collected = async (stored: Stream) => Buffer.from((await collect(stored)).bytes);

/** Answers with LARGE, or the range of it that is asked for, as S3 does. */
export function answer(request: IncomingMessage, response: ServerResponse, bytes = LARGE): Buffer {
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
  if (!range) {
    response.writeHead(200, { "content-length": bytes.length, etag: ETAG });
    return bytes;
  }
  const [start, end] = [Number(range[1]), Number(range[2])];
  response.writeHead(206, {
    "content-length": end + 1 - start,
    "content-range": `bytes ${start}-${end}/${bytes.length}`,
  });
  return bytes.subarray(start, end + 1);
}

/** Sends the first of the bytes, and then nothing. */
export const stalling: RequestListener = (request, response) =>
  void response.write(answer(request, response).subarray(0, MIB));

/** Breaks off after so many bytes of a body. */
export const cut = (response: ServerResponse, bytes: Buffer, after = MIB) =>
  void response.write(bytes.subarray(0, after), () => response.destroy());

/** Reads a stream to its end. */
export async function collectAll(body: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of body) expect(chunk).toBeInstanceOf(Uint8Array);
}
