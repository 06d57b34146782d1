import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";

const repo = fileURLToPath(new URL("../../..", import.meta.url));
const script = fileURLToPath(new URL("../address.js", import.meta.url));
const url = "git+https://github.com/someone/else.git";

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "kstash-address-"));
  write("package.json", { name: "root", repository: { type: "git", url } });
  mkdirSync(join(root, "packages/core"), { recursive: true });
  cpSync(join(repo, "packages/core/package.json"), join(root, "packages/core/package.json"));
  mkdirSync(join(root, "packages/hidden"));
  write("packages/hidden/package.json", { name: "hidden", private: true });
});
afterAll(() => rmSync(root, { recursive: true }));

test("a published package is given the address, with its own folder, and keeps all else", () => {
  const before = read("packages/core/package.json");
  expect(before).not.toHaveProperty("repository");
  run();
  const after = {
    ...before,
    homepage: "https://github.com/someone/else/tree/main/packages/core#readme",
    bugs: "https://github.com/someone/else/issues",
    repository: { type: "git", url, directory: "packages/core" },
  };
  expect(read("packages/core/package.json")).toEqual(after);
  run();
  expect(read("packages/core/package.json")).toEqual(after);
});

test("a private one is left alone", () => {
  expect(read("packages/hidden/package.json")).toEqual({ name: "hidden", private: true });
});

test("npm packs what was written", () => {
  const output = execFileSync("npm", ["pack", "--json"], { cwd: join(root, "packages/core") });
  const [{ filename }] = JSON.parse(output.toString()) as [{ filename: string }];
  const args = ["-xzOf", join(root, "packages/core", filename), "package/package.json"];
  const packed = execFileSync("tar", args).toString();
  expect(JSON.parse(packed)).toEqual(read("packages/core/package.json"));
});

function run(): void {
  execFileSync(process.execPath, [script], { cwd: root });
}

function read(path: string): object {
  return JSON.parse(readFileSync(join(root, path), "utf8")) as object;
}

function write(path: string, content: object): void {
  writeFileSync(join(root, path), JSON.stringify(content));
}
