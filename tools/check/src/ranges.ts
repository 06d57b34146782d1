import type { Ranges } from "./manifest.js";
import type { Member } from "./workspace.js";

/**
 * Where the ranges of dependencies disagree: one of our own packages is asked for as `^` its present
 * version (changesets moves it on), and a third party's has one range in the whole repo.
 */
export function rangeFaults(members: readonly Member[]): string[] {
  const faults: string[] = [];
  const ours = new Map(members.map(({ manifest }) => [manifest.name, manifest]));
  const theirs = new Map<string, { range: string; folder: string }>();

  for (const { folder, manifest } of members) {
    for (const [name, range, kind] of dependencies(manifest)) {
      const where = `${folder || "."}/package.json: ${kind}.${name}`;
      const own = ours.get(name);
      if (own) {
        const want = `^${own.version}`;
        if (range !== want) faults.push(`${where} is ${range}: want ${want}`);
        if (own.private && kind !== "devDependencies" && !manifest.private)
          faults.push(`${where} is private: nobody could install it`);
        continue;
      }
      // The root pins what it uses to one version; that version has to serve the packages' ranges.
      const first = theirs.get(name) ?? { range, folder };
      theirs.set(name, first);
      if (bare(first.range) !== bare(range))
        faults.push(`${where} is ${range}, and ${first.range} in ${first.folder || "."}`);
    }
  }
  return faults;
}

const kinds = [
  "dependencies",
  "devDependencies",
  "peerDependencies",
  "optionalDependencies",
] as const;

/** Every dependency of a package: its name, its range, and the field that names it. */
export function dependencies(
  manifest: Member["manifest"],
): [name: string, range: string, kind: (typeof kinds)[number]][] {
  return kinds.flatMap((kind) =>
    Object.entries((manifest[kind] ?? {}) as Ranges).map(
      ([name, range]) => [name, range, kind] as [string, string, typeof kind],
    ),
  );
}

function bare(range: string): string {
  return range.replace(/^\^/, "");
}
