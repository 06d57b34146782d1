import { StashTooLarge } from "@kstash/core";
import type { HttpResponse } from "./platform/platform.js";
import { UnexpectedResponse } from "./retry.js";

/**
 * The declared length of a body in bytes; `undefined` if it comes in chunks without one.
 *
 * @throws {StashTooLarge} over `maxBytes`
 * @throws {UnexpectedResponse} for a content encoding, since none was asked for
 */
export function lengthOf(
  { headers }: HttpResponse,
  maxBytes: number,
  subject: string,
): number | undefined {
  const encoding = String(headers["content-encoding"] ?? "").trim();
  // Some S3-compatible stores keep the upload's own framing, long decoded, as the object's encoding.
  if (!/^(?:identity|aws-chunked)?$/i.test(encoding)) {
    throw new UnexpectedResponse(
      "it answered with a Content-Encoding, although the stored bytes themselves were requested",
    );
  }
  const declared = String(headers["content-length"]);
  if (!/^\d+$/.test(declared)) return undefined;
  if (Number(declared) > maxBytes) throw tooLarge(declared, maxBytes, subject);
  return Number(declared);
}

/**
 * Reads a body. If the connection closes early, rejects with the platform's error.
 *
 * @param length what was declared, if anything
 * @throws {StashTooLarge} as soon as there are more than `maxBytes`
 * @throws {UnexpectedResponse} for another length than was declared, as of a body that a browser has decompressed
 */
export async function readAll(
  response: HttpResponse,
  length: number | undefined,
  maxBytes: number,
  subject: string,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytesRead = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    bytesRead += chunk.length;
    if (bytesRead > maxBytes) throw tooLarge(`more than ${maxBytes}`, maxBytes, subject);
  }
  if (length !== undefined && bytesRead !== length) {
    throw new UnexpectedResponse(`${length} bytes were declared, ${bytesRead} came`);
  }
  return concat(chunks, bytesRead);
}

/** The first bytes of a body as text; empty if it cannot be read. */
export async function readStart(response: HttpResponse, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytesRead = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk);
      bytesRead += chunk.length;
      if (bytesRead >= maxBytes) break;
    }
  } catch {
    // The status says what happened; the body would only have said why.
  }
  return new TextDecoder().decode(concat(chunks, bytesRead).subarray(0, maxBytes));
}

function concat(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function tooLarge(bytes: string, maxBytes: number, subject: string): StashTooLarge {
  return new StashTooLarge(
    `${subject} has ${bytes} bytes, Config.maxPayloadBytes allows ${maxBytes}`,
  );
}
