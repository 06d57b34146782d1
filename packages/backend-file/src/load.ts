import {
  type Address,
  type BackendContext,
  redact,
  StashTooLarge,
  type Stored,
} from "@kstash/core";
import { CHUNK_BYTES } from "./chunks.js";
import { haveFolders } from "./folders.js";
import type { Place } from "./layout.js";
import { StoredFile } from "./stored-file.js";

/** What is stored there; `undefined` where there is nothing. Nothing is written, nothing created. */
export async function load(
  { folders, path }: Place,
  address: Address,
  { config, signal }: BackendContext,
): Promise<Stored | undefined> {
  if (!(await haveFolders(folders))) return undefined;
  const subject = redact(address.text);
  const found = await StoredFile.open(path, address, subject);
  if (!found) return undefined;
  try {
    const { contentType, length } = found.header;
    if (length > config.maxPayloadBytes) {
      throw new StashTooLarge(
        `${subject} has ${length} bytes, Config.maxPayloadBytes allows ${config.maxPayloadBytes}`,
      );
    }
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length;) {
      signal?.throwIfAborted();
      at += await found.read(bytes.subarray(at, at + CHUNK_BYTES), at);
    }
    return { bytes, contentType };
  } finally {
    await found.close();
  }
}
