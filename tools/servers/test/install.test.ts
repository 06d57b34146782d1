import { expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { script } from "../src/paths.js";

test("where the servers are missing and cannot be installed, that is said loudly", () => {
  const folder = mkdtempSync(join(tmpdir(), "kstash-servers-"));
  // No Java, and no apt-get.
  for (const name of ["dirname", "mktemp", "rm"])
    symlinkSync(`/usr/bin/${name}`, join(folder, name));
  const { status, stderr } = spawnSync("/bin/bash", [script("install.sh"), folder], {
    env: { PATH: folder },
  });
  rmSync(folder, { recursive: true });
  expect(stderr.toString()).toMatch(
    /^\*\*\* NOT TESTED AGAINST REAL BROKERS: .*maven MISSING, AND .* NO apt-get .*\*\*\*\n.*apt-get install/,
  );
  expect(status).toBe(69);
});
