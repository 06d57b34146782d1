import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findPython, OLDEST } from "./find-python.js";

const folder = fileURLToPath(new URL("../.venv/", import.meta.url));
const requirements = fileURLToPath(new URL("../requirements.txt", import.meta.url));
// Written last: what it says is installed, and whole.
const marker = `${folder}installed.txt`;

/**
 * A Python that has the Python edition, in a virtual environment that is made once.
 *
 * @returns its path; where no Python is recent enough `undefined`, and standard error says so
 * @throws Error where pip fails, which says why on standard error
 */
export function installPython(): string | undefined {
  const python = `${folder}bin/python`;
  const wanted = readFileSync(requirements, "utf8");
  // The link to a Python that is gone leads nowhere.
  const isWhole = existsSync(python) && existsSync(marker);
  if (isWhole && readFileSync(marker, "utf8") === wanted) return python;
  const base = findPython();
  if (base === undefined) {
    const version = OLDEST.join(".");
    process.stderr.write(
      `\n*** NOT TESTED AGAINST THE PYTHON EDITION: NO PYTHON ${version} OR LATER, neither on the PATH nor in pyenv ***\n\n`,
    );
    return undefined;
  }
  rmSync(folder, { recursive: true, force: true });
  run(base, ["-m", "venv", folder]);
  run(python, ["-m", "pip", "install", "--quiet", "--requirement", requirements]);
  writeFileSync(marker, wanted);
  return python;
}

function run(command: string, args: string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (status === 0) return;
  throw new Error(`${command} ${args.join(" ")} failed: its output is above`, { cause: error });
}
