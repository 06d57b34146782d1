import { expect, test } from "@jest/globals";
import { dependencyRows, dependencyTableFaults } from "../src/index.js";

const page = `
| dependency | used by | reason |
| ---------- | ------- | ------ |
| \`zod\` | root, core | Standard Schema in the tests. |
| \`cborg\` | root | another encoder to compare with. |
`;
const members = [
  { folder: "", manifest: { name: "root", devDependencies: { zod: "4", cborg: "6" } } },
  { folder: "packages/core", manifest: { name: "@kstash/core", devDependencies: { zod: "4" } } },
  {
    folder: "packages/kstash",
    manifest: { name: "kstash", dependencies: { "@kstash/core": "1" } },
  },
];

test("the rows are read: the name, the users, the reason", () => {
  expect(dependencyRows(page)).toEqual([
    { name: "zod", users: ["root", "core"], reason: "Standard Schema in the tests." },
    { name: "cborg", users: ["root"], reason: "another encoder to compare with." },
  ]);
});

test("a table that is whole has no faults", () => {
  expect(dependencyTableFaults(dependencyRows(page), members)).toEqual([]);
});

test("a dependency without a row, another user, and a row too many are found", () => {
  const more = {
    folder: "tools/x",
    manifest: { name: "x", dependencies: { undici: "7", zod: "4" } },
  };
  expect(dependencyTableFaults(dependencyRows(page), [...members, more])).toEqual([
    "zod is used by core, root, x: the table says core, root",
    "undici is used by x: the table says nothing of it",
  ]);
  expect(dependencyTableFaults(dependencyRows(page), [members[1]!])).toEqual([
    "zod is used by core: the table says core, root",
    "cborg is in the table, and no package.json lists it",
  ]);
  const twice = dependencyRows(`${page}${page}`);
  expect(dependencyTableFaults(twice, members)).toEqual([
    "zod is in the table twice",
    "cborg is in the table twice",
  ]);
});
