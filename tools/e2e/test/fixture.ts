import { install, type Tarballs } from "@kstash/packed";

/** Installs `fixtures/<name>` in an empty folder, and answers the folder. */
export function installFixture(name: string, others?: Tarballs): Promise<string> {
  return install(new URL(`../fixtures/${name}/`, import.meta.url), others);
}
