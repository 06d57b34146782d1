import { resolve } from "node:path";
import {
  type Address,
  type Backend,
  type BackendContext,
  InvalidConfig,
  redact,
} from "@kstash/core";
import { type Content, contentOf } from "./content.js";
import { errnoOf } from "./errno.js";
import { explained } from "./failure.js";
import { Folders } from "./folders.js";
import { type Place, placeOf } from "./layout.js";
import { load, loadStream } from "./load.js";
import { remove } from "./remove.js";
import { StaleDrafts } from "./stale.js";
import { store } from "./store.js";

export interface FileOptions {
  /**
   * The folder, made by the first `put`, for its owner alone. One that is there already hands its
   * permissions (and setgid bit) on to all that is made in it: `mkdir -m 2770` shares it with a group.
   */
  readonly root: string;
}

/**
 * A folder shared by the programs of one machine: one file per stash, at a path made of a hash, so
 * that no name can leave the root.
 *
 * `put` is atomic and durable: a file is written aside, flushed (fsync), renamed into place, and its
 * folder flushed, before the address is handed out. Any number of processes may do so at once. What
 * is there already is compared; what is damaged is replaced. There is no `share`.
 *
 * `get` throws `StashCorrupted` for a file that is not whole or not this stash's, and `StashTooLarge`
 * over `Config.maxPayloadBytes`, before reading. No symbolic link under the root is followed.
 *
 * A full disk, missing permissions and the like are `BackendRemoteError`s that say what to do.
 *
 * @throws {InvalidConfig} for a root that is no path. Nothing is touched before the first `put`.
 */
export function file({ root }: FileOptions): Backend {
  if (typeof root !== "string" || root === "" || root.includes("\0")) {
    throw new InvalidConfig("invalid option of file() (root): must be the path of a folder");
  }
  const base = resolve(root);
  const folders = new Folders();
  const stale = new StaleDrafts();
  const put = (content: Content, signal: AbortSignal | undefined) =>
    explained(
      () => `store ${redact(content.address)}`,
      base,
      async () => {
        signal?.throwIfAborted();
        const place = placeOf(base, content);
        try {
          await store(place, content, folders, signal);
        } catch (error) {
          if (errnoOf(error) !== "ENOENT") throw error;
          // Someone removed a folder, or the draft while this process slept for a day: once more.
          await store(place, content, folders, signal);
        }
        await stale.remove(place.drafts);
        return content.address;
      },
    );
  const read = <T>(
    address: Address,
    context: BackendContext,
    by: (place: Place, address: Address, context: BackendContext) => Promise<T>,
  ) =>
    explained(
      () => `read ${redact(address.text)}`,
      base,
      async () => {
        context.signal?.throwIfAborted();
        return by(placeOf(base, address), address, context);
      },
    );
  return {
    specification: "v1",
    name: "file",
    put: (payload, { signal }) => put(contentOf(payload), signal),
    putStream: (payload, { signal }) => put(payload, signal),
    get: (address, context) => read(address, context, load),
    getStream: (address, context) => read(address, context, loadStream),
    remove: (address, { signal }) =>
      explained(
        () => `remove ${redact(address.text)}`,
        base,
        async () => {
          signal?.throwIfAborted();
          return remove(placeOf(base, address));
        },
      ),
  };
}
