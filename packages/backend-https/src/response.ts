import { StashTooLarge } from "@kstash/core";
import type { IncomingMessage } from "node:http";
import { UnexpectedResponse } from "./retry.js";

/**
 * The declared length of a body in bytes; `undefined` if it comes in chunks without one.
 *
 * @throws {StashTooLarge} over `maxBytes`
 * @throws {UnexpectedResponse} for a content encoding, since none was asked for
 */
export function lengthOf(
  { headers }: IncomingMessage,
  maxBytes: number,
  subject: string,
): number | undefined {
  const encoding = headers["content-encoding"]?.trim() ?? "";
  // Some S3-compatible stores keep the upload's own framing, long decoded, as the object's encoding.
  if (!/^(?:identity|aws-chunked)?$/i.test(encoding)) {
    throw new UnexpectedResponse(
      "it answered with a Content-Encoding, although the stored bytes themselves were requested",
    );
  }
  // Node's parser has checked that it is a number, and the only one (RFC 9112 section 6.3).
  const declared = headers["content-length"];
  if (declared === undefined) return undefined;
  if (Number(declared) > maxBytes) throw tooLarge(declared, maxBytes, subject);
  return Number(declared);
}

/**
 * Reads a body. If the connection closes early, rejects with Node's `ECONNRESET`.
 *
 * @param length what was declared, if anything
 * @throws {StashTooLarge} as soon as there are more than `maxBytes`
 */
export async function readAll(
  response: IncomingMessage,
  length: number | undefined,
  maxBytes: number,
  subject: string,
): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytesRead = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytesRead += chunk.length;
    if (bytesRead > maxBytes) throw tooLarge(`more than ${maxBytes}`, maxBytes, subject);
  }
  const bytes = new Uint8Array(length ?? bytesRead);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** The first bytes of a body as text; empty if it cannot be read. */
export async function readStart(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytesRead = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytesRead += chunk.length;
      if (bytesRead >= maxBytes) break;
    }
  } catch {
    // The status says what happened; the body would only have said why.
  }
  return Buffer.concat(chunks).toString("utf8", 0, maxBytes);
}

function tooLarge(bytes: string, maxBytes: number, subject: string): StashTooLarge {
  return new StashTooLarge(
    `${subject} has ${bytes} bytes, Config.maxPayloadBytes allows ${maxBytes}`,
  );
}
