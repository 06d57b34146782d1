/** What the checks read of a package-lock.json. */
export interface Lockfile {
  readonly packages: Readonly<Record<string, { resolved?: string; link?: boolean }>>;
}

/**
 * The entries that name where a package was fetched from: they would bind every install to that
 * host. The integrity hash pins what is fetched, wherever it comes from.
 */
export function lockfileFaults(lock: Lockfile): string[] {
  return Object.entries(lock.packages)
    .filter(([, { resolved, link }]) => resolved !== undefined && !link)
    .map(([path, { resolved }]) => `package-lock.json: ${path} is resolved to ${resolved}`);
}
