import { isDeepStrictEqual } from "node:util";

/** What the checks read of a package.json. */
export interface Manifest {
  readonly name: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly dependencies?: Ranges;
  readonly devDependencies?: Ranges;
  readonly peerDependencies?: Ranges;
  readonly optionalDependencies?: Ranges;
  readonly [field: string]: unknown;
}

/** Names of packages to semver ranges. */
export type Ranges = Readonly<Record<string, string>>;

// What every published package.json says alike.
const expected: Record<string, unknown> = {
  license: "MIT",
  type: "module",
  engines: { node: ">=20.19" },
  publishConfig: { access: "public", provenance: true },
};
// The repository's address is written by a release (tools/release): it stands in the root's package.json alone.
const releases = ["homepage", "bugs", "repository"];

// The order counts: Node takes the first condition that it knows.
const entry = [
  ["@kstash/source", "./src/index.ts"],
  ["types", "./dist/index.d.ts"],
  ["default", "./dist/index.js"],
];
const files = ["dist", "src", "CHANGELOG.md"];
const scripts = ["build", "typecheck", "test"];

/** In what a published package.json differs from its siblings: a sentence each, none if it is right. */
export function manifestFaults(folder: string, manifest: Manifest): string[] {
  const faults: string[] = [];
  const say = (text: string) => faults.push(`${folder}/package.json: ${text}`);
  const base = folder.split("/").at(-1);

  if (manifest.name !== base && manifest.name !== `@kstash/${base}`)
    say(`name is ${manifest.name}: want @kstash/${base}, as its folder`);
  for (const [field, value] of Object.entries(expected)) {
    if (!isDeepStrictEqual(manifest[field], value)) say(`${field} is not ${JSON.stringify(value)}`);
  }
  for (const field of releases) {
    if (field in manifest) say(`${field} is a release's to write`);
  }
  const exports = (manifest["exports"] ?? {}) as Record<string, unknown>;
  if (JSON.stringify(Object.entries(exports["."] ?? {})) !== JSON.stringify(entry))
    say(`exports["."] is not ${JSON.stringify(Object.fromEntries(entry))}, in this order`);
  if (exports["./package.json"] !== "./package.json")
    say(`exports lacks "./package.json": "./package.json"`);
  if (manifest["sideEffects"] !== false && !Array.isArray(manifest["sideEffects"]))
    say("sideEffects is neither false nor the list of files that have some");
  for (const file of files) {
    if (!(manifest["files"] as string[] | undefined)?.includes(file)) say(`files lacks ${file}`);
  }
  for (const script of scripts) {
    if (!(manifest["scripts"] as Ranges | undefined)?.[script]) say(`scripts lacks ${script}`);
  }
  if (!manifest["description"]) say("there is no description");
  if (!(manifest["keywords"] as string[] | undefined)?.length) say("there are no keywords");
  return faults;
}
