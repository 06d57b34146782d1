import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import ts from "typescript";
import { install, pack, root, run } from "./packed.js";

// Vitest's latest needs a later Node than this repo; what it gives a test is the same.
const runners = ["jest@30", "@jest/globals@30", "vitest@4", "mocha@12"];
const jest = [
  "--experimental-vm-modules",
  "node_modules/jest/bin/jest.js",
  "--testMatch",
  "**/*.mjs",
];

let folder: string;
let blocks: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kstash-runners-"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  const ours = await pack(["core", "conformance", "backend-mem"], folder);
  await install(folder, ...ours, ...runners);
  const readme = await readFile(join(root, "packages/conformance/README.md"), "utf8");
  blocks = [...readme.matchAll(/^```\w.*\n([^]*?)^```$/gm)].map(([, code = ""]) => code);
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each([
  ["node:test", ["--test"], /^# skipped [1-9]/m],
  ["@jest/globals", jest, undefined],
  ["vitest", ["node_modules/vitest/vitest.mjs", "run", "--dir", "."], /[1-9]\d* skipped/],
  ["mocha", ["node_modules/mocha/bin/mocha.js"], /[1-9]\d* pending/],
])("the README's block for %s", (runner, command, skipped) => {
  async function runBlock(edit: (code: string) => string): Promise<string> {
    const block = blocks.find((code) => code.includes(`from "${runner}"`));
    if (block === undefined) throw new Error(`the README has no block for ${runner}`);
    const path = join(folder, `${runner.replaceAll(/\W/g, "-")}.test.mjs`);
    const { outputText } = ts.transpileModule(edit(block), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    await writeFile(path, outputText);
    // The path picks one file; Jest's only.
    const file = runner === "vitest" ? "vitest.test.mjs" : path;
    return run(folder, process.execPath, ...command, file).finally(() => rm(path));
  }

  test("passes, and says what it skips where the runner can be told", async () => {
    const said = await runBlock((code) => code);
    if (skipped) expect(said).toMatch(skipped);
  });

  test("fails for a wrong backend, and names the duty", async () => {
    const wrong = (code: string) =>
      code.replace("const storage = mem();", "const storage = { ...mem(), get: () => null };");
    await expect(runBlock(wrong)).rejects.toThrow(
      "get returns undefined (or throws core's StashNotFound) if there is nothing; it returned null",
    );
  });
});
