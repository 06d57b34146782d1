import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { findPython } from "../src/find-python.js";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "kstash-find-python-"));
});
afterEach(() => rmSync(root, { recursive: true }));

/** A program that answers as a Python of that version does; without one, as one that lacks venv. */
function python(folder: string, name: string, version?: string): string {
  mkdirSync(join(root, folder), { recursive: true });
  const path = join(root, folder, name);
  writeFileSync(path, `#!/bin/sh\n${version === undefined ? "exit 1" : `echo ${version}`}\n`);
  chmodSync(path, 0o755);
  return path;
}

const find = () => findPython({ PATH: join(root, "bin"), PYENV_ROOT: join(root, "pyenv") });

describe("findPython", () => {
  test.each(["3 13", "3 14", "4 0"])("takes version %s from the PATH", (version) => {
    python("bin", "python", "3 12");
    expect(find()).toBeUndefined();
    const recent = python("bin", "python3.14", version);
    expect(find()).toBe(recent);
  });

  test("takes one of pyenv where the PATH has none that is whole and recent", () => {
    python("bin", "python3", "3 9");
    python("bin", "python3.13");
    python("pyenv/versions/2.7.18/bin", "python", "2 7");
    python("pyenv/versions/3.9.18/bin", "python3", "3 9");
    const recent = python("pyenv/versions/3.13.0/bin", "python3", "3 13");
    expect(find()).toBe(recent);
  });

  test("takes no other program that is named like it", () => {
    python("bin", "python3-config", "3 13");
    python("bin", "python2", "3 13");
    expect(find()).toBeUndefined();
  });
});
