import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repo's own folder. */
export const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** What a user reads: the README of the repo, of each package and of each example; and the guides. */
export function readmes(): string[] {
  const packages = folders(join(root, "packages"));
  const examples = packages.flatMap((folder) => folders(join(folder, "examples")));
  const all = [root, ...packages, ...examples]
    .map((folder) => join(folder, "README.md"))
    .filter((file) => existsSync(file));
  return [...all, ...guides()];
}

/** The guides, in the folder `docs` of the umbrella. */
export function guides(): string[] {
  const folder = join(root, "packages", "kstash", "docs");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));
}

function folders(parent: string): string[] {
  if (!existsSync(parent)) return [];
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
    .map((entry) => join(parent, entry.name));
}
