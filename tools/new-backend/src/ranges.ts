import { readFile } from "node:fs/promises";

interface Manifest {
  readonly version?: string;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** What a new package asks for: our own packages as they are now, the others as this repo has them. */
export async function rangesOf(): Promise<Readonly<Record<string, string>>> {
  const [root, core, conformance] = await Promise.all([
    manifestIn("../../../"),
    manifestIn("../../../packages/core/"),
    manifestIn("../../../packages/conformance/"),
  ]);
  const pinned = Object.entries(root.devDependencies ?? {}).map(([name, version]) => [
    name,
    `^${version}`,
  ]);
  return {
    ...(Object.fromEntries(pinned) as Record<string, string>),
    "@kstash/core": `^${core.version}`,
    "@kstash/conformance": `^${conformance.version}`,
  };
}

async function manifestIn(folder: string): Promise<Manifest> {
  const text = await readFile(new URL(`${folder}package.json`, import.meta.url), "utf8");
  return JSON.parse(text) as Manifest;
}
