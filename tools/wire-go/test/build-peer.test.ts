import { spawnSync } from "node:child_process";
import { expect, test } from "@jest/globals";

test("without Go, it says so loudly and gives no program", () => {
  const url = new URL("../src/build-peer.ts", import.meta.url).href;
  const script = `const { buildPeer } = await import("${url}"); console.log(buildPeer({ PATH: "" }));`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      "--conditions=@kstash/source",
      "--import=@kstash/jest/typescript",
      "--input-type=module",
      "-e",
      script,
    ],
    { encoding: "utf8" },
  );
  expect(stderr).toContain(
    "*** THE WIRE FORMAT IS NOT TESTED AGAINST GO: THERE IS NO go ON THE PATH",
  );
  expect(stdout).toBe("undefined\n");
});
