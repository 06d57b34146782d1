/** What the checks read of a package-lock.json. */
export interface Lockfile {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly resolved?: string;
        readonly link?: boolean;
        readonly optionalDependencies?: Readonly<Record<string, string>>;
      }
    >
  >;
}

/**
 * What would make an install depend on where, or on what machine, the lock file was written: an
 * entry bound to the host that it was fetched from (the integrity hash pins what is fetched, wherever
 * it comes from), and a binary of another platform that is left out (`npm ci` refuses such a lock
 * file, and on that platform the binary would be missing).
 */
export function lockfileFaults({ packages }: Lockfile): string[] {
  return Object.entries(packages).flatMap(([path, { resolved, link, optionalDependencies }]) => {
    const bound = resolved !== undefined && !link ? [`is resolved to ${resolved}`] : [];
    const missing = Object.keys(optionalDependencies ?? {})
      .filter((name) => !reachable(name, path, packages))
      .map((name) => `lacks its optional dependency ${name}`);
    return [...bound, ...missing].map((fault) => `package-lock.json: ${path} ${fault}`);
  });
}

/** Whether a package finds another as Node does: in its own node_modules, else in one further up. */
function reachable(name: string, from: string, packages: Lockfile["packages"]): boolean {
  const parts = from === "" ? [] : from.split("/node_modules/");
  for (let depth = parts.length; depth >= 0; depth--) {
    const folder = parts.slice(0, depth).join("/node_modules/");
    if (`${folder}${folder && "/"}node_modules/${name}` in packages) return true;
  }
  return false;
}
