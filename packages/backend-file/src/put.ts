import { dirname } from "node:path";
import { BackendRemoteError, redact } from "@kstash/core";
import type { Content } from "./content.js";
import { Draft } from "./draft.js";
import { type Folders, syncFolder } from "./folders.js";
import { formatHeader } from "./header.js";
import { isStored } from "./is-stored.js";
import type { Place } from "./layout.js";
import { errnoOf } from "./system-errors.js";

/**
 * Stores content. When this resolves, every reader sees all of it, and it is on the disk if `folders` are
 * durable.
 */
export async function put(
  place: Place,
  content: Content,
  folders: Folders,
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  try {
    await putOnce(place, content, folders, signal);
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") throw error;
    // Somebody removed a folder, or the draft because this process slept for a day: try once more.
    await putOnce(place, content, folders, signal);
  }
}

async function putOnce(
  place: Place,
  content: Content,
  folders: Folders,
  signal: AbortSignal | undefined,
): Promise<void> {
  const mode = await folders.make(place);
  if (await isStored(place.path, content, signal)) {
    // Another process may have stored it without having flushed the folder yet.
    if (folders.durable) await syncFolder(dirname(place.path));
    return;
  }
  const header = formatHeader(content);
  const draft = await Draft.create(place.drafts, mode);
  try {
    await draft.write(header, signal);
    for await (const chunk of content.stream()) await draft.write(chunk, signal);
    signal?.throwIfAborted();
    const written = draft.length - header.length;
    if (written !== content.length) {
      throw new BackendRemoteError(
        `backend "file" was promised ${content.length} bytes for ${redact(content.address)} and given ${written}: nothing is stored`,
      );
    }
    await draft.publish(place.path, folders.durable);
  } finally {
    await draft.discard();
  }
}
