import { expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { script } from "../src/script.js";

test("where Ceph is missing and cannot be installed, that is said loudly", () => {
  const empty = mkdtempSync(join(tmpdir(), "ceph-"));
  const { status, stderr } = spawnSync("/bin/bash", [script("install.sh")], {
    env: { PATH: empty },
  });
  rmSync(empty, { recursive: true });
  expect(status).toBe(69);
  expect(stderr.toString()).toMatch(/^CEPH IS NOT INSTALLED .* DID NOT RUN\.\n.*apt-get install/);
});
