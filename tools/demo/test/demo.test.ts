import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const env = { PATH: process.env["PATH"], HOME: process.env["HOME"], NODE_NO_WARNINGS: "1" };
const run = (...args: string[]) => promisify(execFile)(process.execPath, [main, ...args], { env });

test("the main job: what A stashed is what B has, by folder and by link, until the link expires", async () => {
  const { stdout, stderr } = await run();
  expect(stderr).toBe("");
  const lines = stdout.split("\n");
  expect(lines.filter((line) => line.includes("tzdata.zi, 114,350 bytes"))).toHaveLength(4);
  const hashes = lines.flatMap((line) => /sha256 ([0-9a-f]{64})/.exec(line)?.[1] ?? []);
  expect([hashes.length, new Set(hashes).size]).toEqual([4, 1]);
  expect(stdout).toContain('"report" came by file, verified against its MD5');
  expect(stdout).toContain('"report" came by https, verified against its MD5');
  expect(stdout).toContain("StashNotFound: share link expired");
  expect(stdout).not.toContain("X-Amz-Signature");
}, 60_000);

test("a file that is not there is one line", async () => {
  await expect(run("/nowhere/at/all")).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^cannot read .*\n$/),
  });
});
