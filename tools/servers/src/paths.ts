import { fileURLToPath } from "node:url";

/** Where one of this package's shell scripts is. */
export function script(name: string): string {
  return fileURLToPath(new URL(`../scripts/${name}`, import.meta.url));
}

/** Where that is kept which no package of Debian's has: a folder of this package that Git ignores. */
export const downloads: string = fileURLToPath(new URL("../.servers", import.meta.url));
