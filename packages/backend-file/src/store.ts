import { dirname } from "node:path";
import { BackendRemoteError, type Payload, redact, StashCorrupted } from "@kstash/core";
import { CHUNK_BYTES } from "./chunks.js";
import { Draft } from "./draft.js";
import { type Folders, syncFolder } from "./folders.js";
import { formatHeader } from "./header.js";
import type { Place } from "./layout.js";
import { StoredFile } from "./stored-file.js";

/** When this resolves, the payload is on the disk, whole, for every reader. */
export async function store(
  place: Place,
  payload: Payload,
  folders: Folders,
  signal: AbortSignal | undefined,
): Promise<void> {
  const mode = await folders.make(place);
  signal?.throwIfAborted();
  if (await isStored(place, payload, signal)) {
    // By another process perhaps, which has not got as far as this.
    await syncFolder(dirname(place.path));
    return;
  }
  const { namespace, key, contentType, bytes } = payload;
  const header = formatHeader({ namespace, key, contentType, length: bytes.length });
  const draft = await Draft.create(place.drafts, mode);
  try {
    await draft.write(header, signal);
    await draft.write(bytes, signal);
    signal?.throwIfAborted();
    await draft.publish(place.path);
  } finally {
    await draft.discard();
  }
}

/** Whether these very bytes are there: to read them costs less than to write them, and finds damage. */
async function isStored(
  { path }: Place,
  payload: Payload,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { bytes, contentType, address } = payload;
  const found = await openIntact(path, payload);
  if (!found) return false;
  try {
    if (!(await holds(found, bytes, signal))) return false;
  } finally {
    await found.close();
  }
  if (found.header.contentType === contentType) return true;
  throw new BackendRemoteError(
    `backend "file" has the very bytes of ${redact(address)} as ${found.header.contentType}, now they come as ${contentType}: choose another name, or one codec for both`,
  );
}

/** `undefined` for a damaged file too: it is to be replaced. */
async function openIntact(path: string, payload: Payload): Promise<StoredFile | undefined> {
  try {
    return await StoredFile.open(path, payload, redact(payload.address));
  } catch (error) {
    if (StashCorrupted.isInstance(error)) return undefined;
    throw error;
  }
}

async function holds(
  found: StoredFile,
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (found.header.length !== bytes.length) return false;
  const chunk = Buffer.allocUnsafe(Math.min(bytes.length, CHUNK_BYTES));
  for (let at = 0; at < bytes.length;) {
    signal?.throwIfAborted();
    const read = await found.read(chunk.subarray(0, bytes.length - at), at);
    if (chunk.compare(bytes, at, at + read, 0, read) !== 0) return false;
    at += read;
  }
  return true;
}
