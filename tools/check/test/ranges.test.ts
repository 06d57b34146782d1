import { expect, test } from "@jest/globals";
import { type Manifest, rangeFaults } from "../src/index.js";

const core: Manifest = { name: "@kstash/core", version: "1.2.0" };
const jest: Manifest = { name: "@kstash/jest", version: "0.0.0", private: true };

function faults(manifest: Partial<Manifest>, ...others: Manifest[]): string[] {
  const subject = { name: "@kstash/subject", version: "1.0.0", ...manifest } as Manifest;
  return rangeFaults(
    [core, jest, subject, ...others].map((each) => ({ folder: each.name, manifest: each })),
  );
}

test.each<[string, Partial<Manifest>]>([
  ["the present version of ours", { dependencies: { "@kstash/core": "^1.2.0" } }],
  ["a private package, to develop with", { devDependencies: { "@kstash/jest": "^0.0.0" } }],
  [
    "a private package, in a private one",
    { private: true, dependencies: { "@kstash/jest": "^0.0.0" } },
  ],
])("right: %s", (_, manifest) => {
  expect(faults(manifest)).toEqual([]);
});

test.each<[string, Partial<Manifest>, string]>([
  ["an old version of ours", { dependencies: { "@kstash/core": "^1.1.0" } }, "want ^1.2.0"],
  ["any version of ours", { peerDependencies: { "@kstash/core": "*" } }, "want ^1.2.0"],
  ["a private package at run time", { dependencies: { "@kstash/jest": "^0.0.0" } }, "nobody could"],
])("wrong: %s", (_, manifest, fault) => {
  expect(faults(manifest).join("\n")).toContain(fault);
});

test("a third party's package has one range everywhere", () => {
  const other = { name: "@kstash/other", version: "1.0.0", dependencies: { zod: "^4.0.0" } };
  expect(faults({ devDependencies: { zod: "4.0.0" } }, other)).toEqual([]);
  expect(faults({ devDependencies: { zod: "^4.1.0" } }, other)).toEqual([
    "@kstash/other/package.json: dependencies.zod is ^4.0.0, and ^4.1.0 in @kstash/subject",
  ]);
});
