import { expect, test } from "@jest/globals";
import { lockfileFaults } from "../src/index.js";

test("an entry that names its host is found", () => {
  const packages = {
    "": {},
    "node_modules/@kstash/core": { resolved: "packages/core", link: true },
    "node_modules/zod": { resolved: "https://example.org/zod.tgz" },
  };
  expect(lockfileFaults({ packages })).toEqual([
    "package-lock.json: node_modules/zod is resolved to https://example.org/zod.tgz",
  ]);
});

test("a platform's binary that is left out is found, and one further up is not missed", () => {
  const optionalDependencies = { "@nx/darwin": "1", "@nx/linux": "1" };
  const packages = {
    "node_modules/nx": { optionalDependencies },
    "node_modules/@nx/linux": {},
    "node_modules/a/node_modules/nx": { optionalDependencies },
    "node_modules/a/node_modules/@nx/darwin": {},
  };
  expect(lockfileFaults({ packages })).toEqual([
    "package-lock.json: node_modules/nx lacks its optional dependency @nx/darwin",
  ]);
});
