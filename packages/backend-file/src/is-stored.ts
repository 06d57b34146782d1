import { BackendRemoteError, redact, StashCorrupted } from "@kstash/core";
import { CHUNK_BYTES } from "./chunks.js";
import type { Content } from "./content.js";
import { StoredFile } from "./stored-file.js";

/**
 * Whether these very bytes are there: to read them costs less than to write them, and finds damage.
 *
 * @throws {BackendRemoteError} where they are there as something else
 */
export async function isStored(
  path: string,
  content: Content,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const found = await openIntact(path, content);
  if (!found) return false;
  try {
    if (!(await holds(found, content, signal))) return false;
  } finally {
    await found.close();
  }
  const { contentType } = found.header;
  if (contentType === content.contentType) return true;
  throw new BackendRemoteError(
    `backend "file" has the very bytes of ${redact(content.address)} as ${contentType}, now they come as ${content.contentType}: choose another name, or one codec for both`,
  );
}

/** `undefined` for a damaged file too: it is to be replaced. */
async function openIntact(path: string, content: Content): Promise<StoredFile | undefined> {
  try {
    return await StoredFile.open(path, content, redact(content.address));
  } catch (error) {
    if (StashCorrupted.isInstance(error)) return undefined;
    throw error;
  }
}

async function holds(
  found: StoredFile,
  content: Content,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (found.header.length !== content.length) return false;
  const buffer = Buffer.allocUnsafe(Math.min(content.length, CHUNK_BYTES));
  let position = 0;
  for await (const chunk of content.stream()) {
    for (let at = 0; at < chunk.length;) {
      signal?.throwIfAborted();
      const read = await found.read(buffer.subarray(0, chunk.length - at), position);
      if (buffer.compare(chunk, at, at + read, 0, read) !== 0) return false;
      at += read;
      position += read;
    }
  }
  return position === content.length;
}
