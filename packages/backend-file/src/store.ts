import { dirname } from "node:path";
import { BackendRemoteError, redact } from "@kstash/core";
import type { Content } from "./content.js";
import { Draft } from "./draft.js";
import { type Folders, syncFolder } from "./folders.js";
import { formatHeader } from "./header.js";
import type { Place } from "./layout.js";
import { isStored } from "./is-stored.js";

/** When this resolves, the content is on the disk, whole, for every reader. */
export async function store(
  place: Place,
  content: Content,
  folders: Folders,
  signal: AbortSignal | undefined,
): Promise<void> {
  const mode = await folders.make(place);
  if (await isStored(place.path, content, signal)) {
    // By another process perhaps, which has not got as far as this.
    await syncFolder(dirname(place.path));
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
        `backend "file" was given ${written} bytes for ${redact(content.address)}, ${content.length} were announced: nothing is stored`,
      );
    }
    await draft.publish(place.path);
  } finally {
    await draft.discard();
  }
}
