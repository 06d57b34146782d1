import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Manifest, type Ranges, readJson } from "@kstash/check";
import type { Tarballs } from "./pack.js";
import { run } from "./run.js";
import { packed } from "./tarballs.js";

/** A folder with a fixture's files and its dependencies; `remove` takes it away again. */
export interface Installed {
  readonly folder: string;
  remove(): Promise<void>;
}

/**
 * Copies `fixtures/<name>` to an empty folder and installs what its package.json lists: ours from
 * the tarballs (`others` adds some), TypeScript and its types as the repo pins them, the rest from
 * the registry, or from npm's cache where it is there.
 */
export async function install(name: string, others: Tarballs = {}): Promise<Installed> {
  const folder = await mkdtemp(join(tmpdir(), `kstash-${name}-`));
  await cp(fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url)), folder, {
    recursive: true,
  });
  const path = join(folder, "package.json");
  const manifest = JSON.parse(await readFile(path, "utf8")) as Manifest;
  await writeFile(
    path,
    JSON.stringify(withTarballs(manifest, { ...packed().tarballs, ...others })),
  );
  await run(folder, [
    "npm",
    "install",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    "--no-package-lock",
  ]);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

function withTarballs(manifest: Manifest, tarballs: Tarballs): object {
  const ours = Object.fromEntries(
    Object.entries(tarballs).map(([name, tarball]) => [name, `file:${tarball}`]),
  );
  const pinned = (readJson("package.json") as Manifest).devDependencies ?? {};
  const resolve = (ranges: Ranges) =>
    Object.fromEntries(
      Object.keys(ranges).map((name) => {
        const spec = ours[name] ?? pinned[name];
        if (!spec) throw new Error(`a fixture lists ${name}, which is neither ours nor pinned`);
        return [name, spec];
      }),
    );
  const { dependencies, devDependencies } = manifest;
  return {
    ...manifest,
    ...(dependencies && { dependencies: resolve(dependencies) }),
    ...(devDependencies && { devDependencies: resolve(devDependencies) }),
    // What ours depend on among themselves comes from the tarballs too: it is on no registry yet.
    overrides: ours,
  };
}
