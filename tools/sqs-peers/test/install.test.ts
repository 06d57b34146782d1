import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { pathOf } from "../src/folders.js";

test("where they cannot be installed, it says so in capitals and exits 69", () => {
  const folder = mkdtempSync(join(tmpdir(), "sqs-peers-"));
  try {
    const script = pathOf("scripts/install.sh");
    // With bash and its usual tools, and neither Java nor Maven nor Python.
    const bin = join(folder, "bin");
    spawnSync("bash", ["-c", `mkdir ${bin} && ln -s $(command -v cat sha256sum dirname) ${bin}`]);
    const bash = spawnSync("bash", ["-c", "command -v bash"], { encoding: "utf8" }).stdout.trim();
    const { status, stderr } = spawnSync(bash, [script, join(folder, "peers")], {
      encoding: "utf8",
      env: { PATH: bin },
    });
    expect(status).toBe(69);
    expect(stderr).toMatch(/\*\*\* NOT TESTED AGAINST AWS'S EXTENDED CLIENTS.*NO python3 HERE/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
