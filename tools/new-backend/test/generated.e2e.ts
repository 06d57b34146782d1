import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { install, pack, run } from "./packed.js";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kstash-generated-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("a new package passes its test at once, in an empty folder", async () => {
  const said = await run(folder, process.execPath, main, "google-drive", "mine");
  expect(said).toContain(`${join(folder, "mine")} has the package kstash-backend-google-drive`);
  const mine = join(folder, "mine");
  await install(mine, "--save-dev", ...(await pack(["core", "conformance"], folder)));
  const tested = await run(mine, "npm", "test");
  expect(tested).toMatch(/^# fail 0$/m);
  expect(Number(/^# pass (\d+)$/m.exec(tested)?.[1])).toBeGreaterThan(40);
});

test("what it publishes holds its source compiled, and nothing of kstash", async () => {
  const packed = await run(join(folder, "mine"), "npm", "pack", "--json", "--dry-run");
  const [{ files }] = JSON.parse(packed) as [{ files: { path: string }[] }];
  expect(files.map(({ path }) => path).toSorted()).toEqual(
    ["README.md", "dist/index.d.ts", "dist/index.js", "package.json"].toSorted(),
  );
  const source = await run(join(folder, "mine"), "cat", "dist/index.js");
  expect(source).not.toMatch(/\bimport\b|\brequire\b/);
});

test("a name that cannot be one is refused, and nothing is written", async () => {
  await expect(run(folder, process.execPath, main, "Google Drive", "other")).rejects.toThrow(
    `"Google Drive" cannot be a backend's name`,
  );
  await expect(run(folder, process.execPath, main)).rejects.toThrow(
    "usage: npm run new:backend NAME [folder]",
  );
  expect(await run(folder, "ls")).not.toContain("other");
});
