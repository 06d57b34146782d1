import { cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Manifest, type Ranges, readJson } from "@kstash/check";
import type { Tarballs } from "./pack.js";
import { run } from "./run.js";
import { packed } from "./tarballs.js";

/**
 * Copies a folder to an empty one and installs what its package.json lists: ours from the tarballs
 * (`others` adds some), TypeScript and its types as the repo pins them, the rest in its own ranges
 * from the registry, or from npm's cache where it is there.
 *
 * @returns the new folder; it goes when all tests have run
 */
export async function install(fixture: URL, others: Tarballs = {}): Promise<string> {
  const { folder: parent, tarballs } = packed();
  const source = fileURLToPath(fixture);
  const folder = await mkdtemp(join(parent, `${basename(source)}-`));
  await cp(source, folder, { recursive: true });
  const path = join(folder, "package.json");
  const manifest = JSON.parse(await readFile(path, "utf8")) as Manifest;
  await writeFile(path, JSON.stringify(withTarballs(manifest, { ...tarballs, ...others })));
  await run(folder, [
    "npm",
    "install",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    "--no-package-lock",
  ]);
  return folder;
}

function withTarballs(manifest: Manifest, tarballs: Tarballs): object {
  const ours = Object.fromEntries(
    Object.entries(tarballs).map(([name, tarball]) => [name, `file:${tarball}`]),
  );
  const pinned = (readJson("package.json") as Manifest).devDependencies ?? {};
  const resolve = (ranges: Ranges) =>
    Object.fromEntries(
      Object.entries(ranges).map(([name, range]) => {
        const spec = ours[name] ?? pinned[name] ?? (range === "*" ? undefined : range);
        if (!spec) throw new Error(`a fixture lists ${name}, of which no version is known`);
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
