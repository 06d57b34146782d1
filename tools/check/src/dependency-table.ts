import { dependencies } from "./ranges.js";
import type { Member } from "./workspace.js";

/** A row of the table of dependencies in CONTRIBUTING.md. */
export interface Row {
  readonly name: string;
  /** The packages of ours that list it; the root is `root`. */
  readonly users: readonly string[];
  readonly reason: string;
}

const rowOf = /^\| `([^`]+)` +\| ([^|]*[^|\s]) +\| ([^|]*[^|\s]) +\|$/;

/** The rows of the form `| \`name\` | users | reason |` in a page of Markdown. */
export function dependencyRows(markdown: string): Row[] {
  return markdown.split("\n").flatMap((line) => {
    const [, name, users, reason] = rowOf.exec(line) ?? [];
    return name && users && reason ? [{ name, users: users.split(", "), reason }] : [];
  });
}

/** Where the table and the package.json files disagree; our own packages need no reason. */
export function dependencyTableFaults(rows: readonly Row[], members: readonly Member[]): string[] {
  const own = new Set(members.map(({ manifest }) => manifest.name));
  const used = new Map<string, Set<string>>();
  for (const { folder, manifest } of members) {
    for (const [name] of dependencies(manifest)) {
      if (own.has(name)) continue;
      used.set(name, (used.get(name) ?? new Set()).add(folder === "" ? "root" : base(folder)));
    }
  }
  const told = new Map(rows.map((row) => [row.name, row]));
  const missing = [...used]
    .filter(([name, users]) => list(told.get(name)?.users ?? []) !== list(users))
    .map(
      ([name, users]) => `${name} is used by ${list(users)}: the table says ${said(told, name)}`,
    );
  const stale = rows
    .filter(({ name }) => !used.has(name))
    .map(({ name }) => `${name} is in the table, and no package.json lists it`);
  const twice = rows
    .filter((row) => told.get(row.name) !== row)
    .map(({ name }) => `${name} is in the table twice`);
  return [...missing, ...stale, ...twice];
}

function said(told: ReadonlyMap<string, Row>, name: string): string {
  return told.has(name) ? list(told.get(name)!.users) : "nothing of it";
}

function list(names: Iterable<string>): string {
  return [...names].toSorted().join(", ");
}

function base(folder: string): string {
  return folder.split("/").at(-1)!;
}
