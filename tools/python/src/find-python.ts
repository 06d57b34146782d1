import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** The oldest Python that the Python edition runs on. */
export const OLDEST = [3, 13] as const;

// With all that it takes to make a virtual environment: Debian has that in packages of their own.
const PROBE = "import sys, venv, ensurepip; print(*sys.version_info[:2])";

/** A Python of 3.13 or later, from the PATH, else from pyenv; `undefined` where there is none. */
export function findPython(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return [...onPath(env), ...ofPyenv(env)].find(isRecent);
}

function onPath(env: NodeJS.ProcessEnv): string[] {
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => existsSync(folder));
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /^python(?:3(?:\.\d+)?)?$/.test(name))
      .map((name) => join(folder, name)),
  );
}

function ofPyenv(env: NodeJS.ProcessEnv): string[] {
  const versions = join(env["PYENV_ROOT"] ?? join(env["HOME"] ?? homedir(), ".pyenv"), "versions");
  if (!existsSync(versions)) return [];
  return readdirSync(versions).map((version) => join(versions, version, "bin", "python3"));
}

function isRecent(python: string): boolean {
  const { status, stdout } = spawnSync(python, ["-c", PROBE], {
    encoding: "utf8",
    timeout: 10_000,
  });
  if (status !== 0) return false;
  const [major = 0, minor = 0] = stdout.split(" ").map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}
