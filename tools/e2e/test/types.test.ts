import { beforeAll, expect, test } from "@jest/globals";
import { run } from "@kstash/packed";
import { installFixture } from "./fixture.js";

let types: string;
beforeAll(async () => {
  types = await installFixture("types");
});

test.each([
  ["nodenext", ["--module", "nodenext", "--moduleResolution", "nodenext"]],
  ["bundler", ["--module", "preserve", "--moduleResolution", "bundler"]],
])("strict programs compile with %s resolution, libraries checked too", async (_, options) => {
  expect(await run(types, ["npx", "tsc", "-p", "tsconfig.json", ...options])).toBe("");
});
