import {
  type Address,
  type BackendContext,
  redact,
  StashTooLarge,
  type Stored,
  type StoredStream,
} from "@kstash/core";
import { StoredBody } from "./body.js";
import { CHUNK_BYTES } from "./chunks.js";
import { haveFolders } from "./folders.js";
import type { Place } from "./layout.js";
import { StoredFile } from "./stored-file.js";

/** What is stored there; `undefined` where there is nothing. Nothing is written, nothing created. */
export async function load(
  place: Place,
  address: Address,
  context: BackendContext,
): Promise<Stored | undefined> {
  const found = await openWithin(place, address, context);
  if (!found) return undefined;
  try {
    const { contentType, length } = found.header;
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length;) {
      context.signal?.throwIfAborted();
      at += await found.read(bytes.subarray(at, at + CHUNK_BYTES), at);
    }
    return { bytes, contentType };
  } finally {
    await found.close();
  }
}

/** The same, to be read bit by bit: the file stays open until then. */
export async function loadStream(
  place: Place,
  address: Address,
  context: BackendContext,
): Promise<StoredStream | undefined> {
  const found = await openWithin(place, address, context);
  if (!found) return undefined;
  const { contentType, length } = found.header;
  return { body: new StoredBody(found, context.signal), contentType, length };
}

/** @throws {StashTooLarge} before anything of the payload is read */
async function openWithin(
  { folders, path }: Place,
  address: Address,
  { config }: BackendContext,
): Promise<StoredFile | undefined> {
  if (!(await haveFolders(folders))) return undefined;
  const subject = redact(address.text);
  const found = await StoredFile.open(path, address, subject);
  if (!found || found.header.length <= config.maxPayloadBytes) return found;
  await found.close();
  throw new StashTooLarge(
    `${subject} has ${found.header.length} bytes, Config.maxPayloadBytes allows ${config.maxPayloadBytes}`,
  );
}
