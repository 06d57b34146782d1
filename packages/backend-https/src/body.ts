import { StashTooLarge } from "@kstash/core";
import type { IncomingMessage } from "node:http";
import type { Question } from "./answer.js";
import { UnexpectedAnswer } from "./failure.js";

/**
 * The whole body, or an error: a connection that closes early rejects with Node's `ECONNRESET`.
 *
 * @throws {StashTooLarge} by the declared length before the first byte, else as soon as it shows
 * @throws {UnexpectedAnswer} for a body in a content encoding (none was asked for)
 */
export async function readBody(
  response: IncomingMessage,
  { subject, maxBytes }: Pick<Question, "subject" | "maxBytes">,
): Promise<Uint8Array> {
  const tooLarge = (bytes: string) =>
    new StashTooLarge(`${subject} has ${bytes} bytes, Config.maxPayloadBytes allows ${maxBytes}`);
  checkEncoding(response.headers["content-encoding"]);

  // Node's parser has checked that it is a number, and stands alone (RFC 9112 section 6.3).
  const header = response.headers["content-length"];
  const declared = header === undefined ? undefined : Number(header);
  if (declared !== undefined && declared > maxBytes) throw tooLarge(String(declared));

  const chunks: Buffer[] = [];
  const exact = declared === undefined ? undefined : new Uint8Array(declared);
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (exact) exact.set(chunk, length);
    else chunks.push(chunk);
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(`more than ${maxBytes}`);
  }
  return exact ?? joined(chunks, length);
}

/** The first bytes of a body as text; empty where it cannot be read. */
export async function readStart(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= maxBytes) break;
    }
  } catch {
    // The status says what happened; the body would only have said why.
  }
  return Buffer.concat(chunks).toString("utf8", 0, maxBytes);
}

function checkEncoding(encoding = "identity"): void {
  // Some S3-compatible stores keep the upload's own framing, long decoded, as the object's encoding.
  if (/^(?:identity|aws-chunked)?$/i.test(encoding.trim())) return;
  throw new UnexpectedAnswer(
    `it answered with a Content-Encoding, where the stored bytes themselves were asked for`,
  );
}

function joined(chunks: readonly Buffer[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
