import { expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

test("where there is no Python with pip, that is said loudly", () => {
  const empty = mkdtempSync(join(tmpdir(), "temporal-server-"));
  const source = new URL("../src/index.ts", import.meta.url);
  const script = `
    const { installTemporal } = await import(${JSON.stringify(source)});
    console.log(installTemporal(process.argv[1]));`;
  const flags = ["--import=@kstash/jest/typescript", "--input-type=module", "--eval", script];
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, empty], {
    cwd,
    encoding: "utf8",
    env: { PATH: empty },
  });
  rmSync(empty, { recursive: true });
  expect(stdout).toBe("undefined\n");
  expect(stderr).toContain("NOT TESTED AGAINST A TEMPORAL SERVER");
});
