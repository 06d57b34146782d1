import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { backendName } from "../src/backend-name.js";
import { writePackage } from "../src/write-package.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kstash-new-backend-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("a package is written whole, and names its backend everywhere", async () => {
  const target = join(folder, "not", "there yet");
  await writePackage(target, backendName("google-drive"));
  expect((await readdir(target)).toSorted()).toEqual(
    [".gitignore", "README.md", "package.json", "src", "test", "tsconfig.json"].toSorted(),
  );
  const manifest = JSON.parse(await readFile(join(target, "package.json"), "utf8")) as {
    name: string;
    devDependencies: Record<string, string>;
  };
  expect(manifest.name).toBe("kstash-backend-google-drive");
  expect(manifest).not.toHaveProperty("dependencies");
  for (const range of Object.values(manifest.devDependencies)) expect(range).toMatch(/^\^\d/);
  const source = await readFile(join(target, "src/index.ts"), "utf8");
  expect(source).toContain('name: "google-drive"');
  expect(source).toContain("export function googleDrive(");
  for (const file of ["README.md", "package.json", "src/index.ts", "test/conformance.test.js"]) {
    expect(await readFile(join(target, file), "utf8")).not.toMatch(/__\w/);
  }
});

test("a folder that has something in it is left alone", async () => {
  await writeFile(join(folder, "mine.txt"), "mine");
  await expect(writePackage(folder, backendName("redis"))).rejects.toThrow(
    `${folder} is not empty (it has mine.txt): give the path of a new folder`,
  );
  expect(await readdir(folder)).toEqual(["mine.txt"]);
});
