import { createHash } from "node:crypto";
import { join } from "node:path";

/** Where under the root one stash lives. */
export interface Place {
  readonly root: string;
  /** Where files are written before they are published: no reader looks here. */
  readonly drafts: string;
  /** `root/v1` and `root/v1/ab`, outermost first. */
  readonly folders: readonly [string, string];
  /** The stash's own file, in the last of the folders. */
  readonly path: string;
}

/**
 * `root/v1/<2 hex>/<64 hex>`, the SHA-256 of `namespace/key`: names of any length, spelling, case or
 * normalisation stay apart on every file system, and none can leave the root. `v1` is this layout.
 */
export function placeOf(root: string, stash: { namespace: string; key: string }): Place {
  const id = createHash("sha256").update(`${stash.namespace}/${stash.key}`).digest("hex");
  const version = join(root, "v1");
  const folder = join(version, id.slice(0, 2));
  return { root, drafts: join(root, "tmp"), folders: [version, folder], path: join(folder, id) };
}
