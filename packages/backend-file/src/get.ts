import {
  type Address,
  type BackendContext,
  redact,
  StashTooLarge,
  type Stored,
  type StoredStream,
} from "@kstash/core";
import { FileBody } from "./file-body.js";
import { haveFolders } from "./folders.js";
import type { Place } from "./layout.js";
import { StoredFile } from "./stored-file.js";

/** The longest payload that is read at once, in bytes; a longer one is streamed. */
const MAX_WHOLE_BYTES = 1024 * 1024;

/**
 * Reads a stash; `undefined` if there is none.
 *
 * @throws {StashTooLarge} over `Config.maxPayloadBytes`, before any of the payload is read
 */
export async function get(
  { folders, path }: Place,
  address: Address,
  { config, signal }: BackendContext,
): Promise<Stored | StoredStream | undefined> {
  signal?.throwIfAborted();
  if (!(await haveFolders(folders))) return undefined;
  const subject = redact(address.text);
  const file = await StoredFile.open(path, address, subject);
  if (!file) return undefined;
  const { contentType, length } = file.header;
  if (length > config.maxPayloadBytes) {
    await file.close();
    throw new StashTooLarge(
      `${subject} has ${length} bytes, Config.maxPayloadBytes allows ${config.maxPayloadBytes}`,
    );
  }
  if (length > MAX_WHOLE_BYTES) return { body: new FileBody(file, signal), contentType, length };
  try {
    return { bytes: await file.readAll(signal), contentType };
  } finally {
    await file.close();
  }
}
