import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repo's own folder. */
export const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** Every README that a user reads: the repo's, each package's, and each example's. */
export function readmes(): string[] {
  const packages = folders(join(root, "packages"));
  const examples = packages.flatMap((folder) => folders(join(folder, "examples")));
  return [root, ...packages, ...examples]
    .map((folder) => join(folder, "README.md"))
    .filter((file) => existsSync(file));
}

function folders(parent: string): string[] {
  if (!existsSync(parent)) return [];
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
    .map((entry) => join(parent, entry.name));
}
