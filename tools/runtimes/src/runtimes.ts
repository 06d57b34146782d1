import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A runtime of JavaScript that runs programs, from an npm package. */
export interface Runtime {
  /** `Node.js 20`, `Bun 1.4`: a column of the README's table. */
  readonly title: string;
  readonly version: string;
  /** Its command line up to the script, where the fixture is installed in `folder`. */
  command(folder: string): [string, ...string[]];
  /** The option that loads a module before the script. */
  readonly preload: string;
}

const { dependencies } = JSON.parse(
  readFileSync(new URL("../fixture/package.json", import.meta.url), "utf8"),
) as { dependencies: Record<string, string> };

const nodes = Object.keys(dependencies)
  .filter((name) => name.startsWith("node-"))
  .map((name): Runtime => {
    return {
      title: `Node.js ${name.slice("node-".length)}`,
      version: versionOf(name),
      command: (folder) => [binary(folder, name, "bin/node")],
      preload: "--import",
    };
  });

const BUN = "@oven/bun-linux-x64-baseline";
const bun: Runtime = {
  title: `Bun ${minorOf(BUN)}`,
  version: versionOf(BUN),
  command: (folder) => [binary(folder, BUN, "bin/bun")],
  preload: "--preload",
};

const DENO = "@deno/linux-x64-glibc";
const deno: Runtime = {
  title: `Deno ${minorOf(DENO)}`,
  version: versionOf(DENO),
  // Its packages are those that npm has installed, as they are for a program that is started with Node.
  command: (folder) => [binary(folder, DENO, "deno"), "run", "-A", "--node-modules-dir=manual"],
  preload: "--preload",
};

/** Those that run any program. */
export const runtimes: readonly Runtime[] = [...nodes, bun, deno];

/** Cloudflare's, which runs Workers and no programs. */
export const workerd = {
  title: "workerd",
  path: (folder: string) => binary(folder, "@cloudflare/workerd-linux-64", "bin/workerd"),
};

function binary(folder: string, name: string, path: string): string {
  return join(folder, "node_modules", name, path);
}

/** Of `1.2.3` or `npm:other@1.2.3`. */
function versionOf(name: string): string {
  return dependencies[name]!.replace(/^npm:.*@/, "");
}

function minorOf(name: string): string {
  return versionOf(name).replace(/\.\d+$/, "");
}
