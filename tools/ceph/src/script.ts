import { fileURLToPath } from "node:url";

/** Where one of this package's shell scripts is. */
export function script(name: string): string {
  return fileURLToPath(new URL(`../scripts/${name}`, import.meta.url));
}
