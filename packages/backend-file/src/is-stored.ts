import { BackendRemoteError, redact, StashCorrupted } from "@kstash/core";
import type { Content } from "./content.js";
import { StoredFile } from "./stored-file.js";

const BUFFER_BYTES = 1024 * 1024;

/**
 * Whether a file already holds exactly this content. Comparing costs less than writing, and finds damage.
 *
 * @throws {BackendRemoteError} if it holds the same bytes with another content type
 */
export async function isStored(
  path: string,
  content: Content,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const found = await openIntact(path, content);
  if (!found) return false;
  try {
    if (!(await hasBytesOf(content, found, signal))) return false;
  } finally {
    await found.close();
  }
  const { contentType } = found.header;
  if (contentType === content.contentType) return true;
  throw new BackendRemoteError(
    `backend "file" holds the same bytes at ${redact(content.address)} as ${contentType}, so they cannot be stored as ${content.contentType}: choose another name, or one codec for both`,
  );
}

/** `undefined` also for a damaged file, which is to be replaced. */
async function openIntact(path: string, content: Content): Promise<StoredFile | undefined> {
  try {
    return await StoredFile.open(path, content, redact(content.address));
  } catch (error) {
    if (StashCorrupted.isInstance(error)) return undefined;
    throw error;
  }
}

async function hasBytesOf(
  content: Content,
  found: StoredFile,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (found.header.length !== content.length) return false;
  const buffer = Buffer.allocUnsafe(Math.min(content.length, BUFFER_BYTES));
  let position = 0;
  for await (const chunk of content.stream()) {
    for (let at = 0; at < chunk.length;) {
      signal?.throwIfAborted();
      const bytesRead = await found.read(buffer.subarray(0, chunk.length - at), position);
      if (buffer.compare(chunk, at, at + bytesRead, 0, bytesRead) !== 0) return false;
      at += bytesRead;
      position += bytesRead;
    }
  }
  return position === content.length;
}
