import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { brokenLinks } from "../src/index.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kstash-links-"));
  mkdirSync(join(folder, "folder"));
  writeFileSync(
    join(folder, "other.md"),
    "# A `Title` of [its](x.md) own, 2\n\n```sh\n# no heading\n```\n",
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ["[a](other.md)", []],
  ["[a](other.md#a-title-of-its-own-2)", []],
  ["[a](https://example.com/none.md) and [b](#here)\n## Here", []],
  ["`````md\n[a](none.md)\n`````", []],
  ["[a](none.md)", ["none.md"]],
  ["[a](other.md#no-heading)", ["other.md#no-heading"]],
  ["[a](folder)", ["folder"]],
  ["[a][b]\n\n[b]: none.md", ["none.md"]],
  ['<img src="none.svg">', ["none.svg"]],
])("%j has these that lead nowhere: %j", (text, broken) => {
  const page = join(folder, "page.md");
  writeFileSync(page, text);
  expect(brokenLinks(page)).toEqual(broken);
});
