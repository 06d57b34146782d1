import { fileURLToPath } from "node:url";

/** Where a file of this package is. */
export function pathOf(file: string): string {
  return fileURLToPath(new URL(`../${file}`, import.meta.url));
}

/** Where a file that was installed is. */
export function installed(file: string): string {
  return pathOf(`.peers/${file}`);
}
