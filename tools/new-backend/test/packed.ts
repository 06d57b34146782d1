import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** The repo's own folder. */
export const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Runs a program to its end, as at a fresh prompt; what it said is in the error where it fails. */
export async function run(folder: string, program: string, ...args: string[]): Promise<string> {
  // npm tells its scripts which package they belong to, and Jest sets Node's options.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:npm_|INIT_CWD|NODE_|NX_)/.test(name)),
  );
  try {
    const { stdout } = await execute(program, args, { cwd: folder, env, maxBuffer: 2 ** 26 });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${[program, ...args].join(" ")} failed in ${folder}\n${stdout}\n${stderr}`, {
      cause: error,
    });
  }
}

/** Packs packages of this repo into a folder, as `npm publish` would; answers the tarballs' paths. */
export async function pack(names: readonly string[], destination: string): Promise<string[]> {
  const folders = names.map((name) => join(root, "packages", name));
  const unbuilt = folders.filter((folder) => !existsSync(join(folder, "dist/index.js")));
  if (unbuilt.length > 0) throw new Error(`not built: ${unbuilt.join(", ")}; run npm run build`);
  const output = await run(
    root,
    "npm",
    "pack",
    "--json",
    "--pack-destination",
    destination,
    ...folders,
  );
  return (JSON.parse(output) as { filename: string }[]).map(({ filename }) =>
    join(destination, filename),
  );
}

/** Installs what a folder's package.json lists, and tarballs in the place of what they are named for. */
export async function install(folder: string, ...args: string[]): Promise<void> {
  const quiet = ["--prefer-offline", "--no-audit", "--no-fund", "--no-package-lock"];
  await run(folder, "npm", "install", ...quiet, ...args);
}
