import { resolve } from "node:path";
import { type Backend, InvalidConfig } from "@kstash/core";
import { type Content, contentOf } from "./content.js";
import { Folders } from "./folders.js";
import { get } from "./get.js";
import { placeOf } from "./layout.js";
import { put } from "./put.js";
import { remove } from "./remove.js";
import { StaleDrafts } from "./stale-drafts.js";
import { explainErrors } from "./system-errors.js";

export interface FileOptions {
  /**
   * The folder for the stashes. If it is missing, the first `put` makes it for its owner alone. If it
   * exists, everything made in it is given its permissions (and setgid bit): `mkdir -m 2770` shares it
   * with a group.
   */
  readonly root: string;
  /**
   * Whether `put` flushes what it writes to the disk (fsync), so that it outlives a power cut. `false` is for
   * a copy of what is stored elsewhere: it takes a fraction of the time, and what a power cut damages is
   * refused when it is read. Every program that uses the root has to say the same. Default `true`.
   */
  readonly durable?: boolean | undefined;
}

/**
 * A folder shared by the programs of one machine: one file per stash, at a path made of a hash, so
 * that no name can leave the root.
 *
 * `put` is atomic and, unless told otherwise, durable: a file is written aside, flushed (fsync) and renamed
 * into place, and its folder is flushed, before the address is returned. Any number of processes may do so at once. A file
 * that is there already is compared, and replaced if it is damaged. There is no `share`.
 *
 * `get` returns up to 1 MiB as bytes and more as a stream. It throws `StashCorrupted` for a file that
 * is incomplete or belongs to another stash, and `StashTooLarge` over `Config.maxPayloadBytes`, before
 * reading the payload. No symbolic link under the root is followed.
 *
 * A full disk, missing permissions and the like are `BackendRemoteError`s that say what to do.
 *
 * @throws {InvalidConfig} if `root` is not a path. Nothing is touched before the first `put`.
 */
export function file({ root, durable = true }: FileOptions): Backend {
  if (typeof root !== "string" || root === "" || root.includes("\0")) {
    throw new InvalidConfig("invalid option of file() (root): must be the path of a folder");
  }
  const base = resolve(root);
  const folders = new Folders(durable);
  const staleDrafts = new StaleDrafts();

  const store = (content: Content, signal: AbortSignal | undefined) =>
    explainErrors("store", content.address, base, async () => {
      const place = placeOf(base, content);
      await put(place, content, folders, signal);
      await staleDrafts.remove(place.drafts);
      return content.address;
    });

  return {
    specification: "v1",
    name: "file",
    put: (payload, { signal }) => store(contentOf(payload), signal),
    putStream: (payload, { signal }) => store(payload, signal),
    get: (address, context) =>
      explainErrors("read", address.text, base, () =>
        get(placeOf(base, address), address, context),
      ),
    remove: (address, { signal }) =>
      explainErrors("remove", address.text, base, () => remove(placeOf(base, address), signal)),
  };
}
