import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { install, type Installed } from "../src/install.js";
import { run } from "../src/run.js";

let types: Installed;
beforeAll(async () => {
  types = await install("types");
});
afterAll(() => types?.remove());

test.each([
  ["nodenext", ["--module", "nodenext", "--moduleResolution", "nodenext"]],
  ["bundler", ["--module", "preserve", "--moduleResolution", "bundler"]],
])("strict programs compile with %s resolution, libraries checked too", async (_, options) => {
  expect(await run(types.folder, ["npx", "tsc", "-p", "tsconfig.json", ...options])).toBe("");
});
