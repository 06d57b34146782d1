import { createHash } from "node:crypto";
import { join } from "node:path";

/** Where a stash is kept under the root. */
export interface Place {
  readonly root: string;
  /** Where files are written before they are published. No reader looks here. */
  readonly drafts: string;
  /** `root/v1` and `root/v1/ab`, outermost first. */
  readonly folders: readonly [string, string];
  /** The stash's own file, in the second of the folders. */
  readonly path: string;
}

/**
 * `root/v1/<2 hex>/<64 hex>`, the SHA-256 of `namespace/key`. Names that differ in case or normalisation
 * only, and names of any length, have files of their own on every file system, and none can leave the
 * root. `v1` stands for this layout.
 */
export function placeOf(root: string, stash: { namespace: string; key: string }): Place {
  const id = createHash("sha256").update(`${stash.namespace}/${stash.key}`).digest("hex");
  const version = join(root, "v1");
  const folder = join(version, id.slice(0, 2));
  return { root, drafts: join(root, "tmp"), folders: [version, folder], path: join(folder, id) };
}
