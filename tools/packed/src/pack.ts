import { existsSync } from "node:fs";
import { join } from "node:path";
import { publicPackages, root } from "@kstash/check";
import { run } from "./run.js";

/** Names of packages to the paths of their tarballs. */
export type Tarballs = Readonly<Record<string, string>>;

/**
 * Packs every public package, as `npm publish` would, into a folder.
 *
 * @throws {Error} for a package that is not built
 */
export async function packAll(destination: string): Promise<Tarballs> {
  const packages = publicPackages();
  const unbuilt = packages.filter(({ folder }) => !existsSync(join(root, folder, "dist/index.js")));
  if (unbuilt.length > 0) {
    const names = unbuilt.map(({ manifest }) => manifest.name);
    throw new Error(`not built: ${names.join(", ")}; run npm run build, then try again`);
  }
  return pack(
    root,
    destination,
    packages.flatMap(({ folder }) => ["--workspace", folder]),
  );
}

/** Packs the package in a folder, or those of its workspaces that `args` name. */
export async function pack(
  folder: string,
  destination: string,
  args: readonly string[] = [],
): Promise<Tarballs> {
  const output = await run(folder, [
    "npm",
    "pack",
    "--json",
    "--pack-destination",
    destination,
    ...args,
  ]);
  const packed = JSON.parse(output) as { name: string; filename: string }[];
  return Object.fromEntries(
    packed.map(({ name, filename }) => [name, join(destination, filename)]),
  );
}
