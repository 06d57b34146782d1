import { root } from "@kstash/check";
import * as packed from "@kstash/packed";

export { root };

/** Runs a program to its end, as at a fresh prompt; what it said is in the error where it fails. */
export function run(folder: string, program: string, ...args: string[]): Promise<string> {
  return packed.run(folder, [program, ...args]);
}

/** Packs packages of this repo into a folder, as `npm publish` would; answers the tarballs' paths. */
export async function pack(names: readonly string[], destination: string): Promise<string[]> {
  const workspaces = names.flatMap((name) => ["--workspace", `packages/${name}`]);
  return Object.values(await packed.pack(root, destination, workspaces));
}

/** Installs what a folder's package.json lists, and tarballs in the place of what they are named for. */
export async function install(folder: string, ...args: string[]): Promise<void> {
  const quiet = ["--prefer-offline", "--no-audit", "--no-fund", "--no-package-lock"];
  await run(folder, "npm", "install", ...quiet, ...args);
}
