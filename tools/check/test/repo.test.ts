import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import {
  addressFaults,
  addressOf,
  brokenLinks,
  dependencyRows,
  dependencyTableFaults,
  importCircles,
  importGraph,
  listedRooms,
  type Lockfile,
  lockfileFaults,
  type Manifest,
  manifestFaults,
  members,
  publicPackages,
  rangeFaults,
  readJson,
  readText,
  repoFiles,
  roomFaults,
  root,
  textFaults,
} from "../src/index.js";

describe.each(publicPackages())("$folder", ({ folder, manifest }) => {
  test("has a package.json like its siblings'", () => {
    expect(manifestFaults(folder, manifest)).toEqual([]);
  });

  test("has the repo's LICENSE, and a README that starts with its name", () => {
    expect(readText(join(folder, "LICENSE"))).toBe(readText("LICENSE"));
    expect(readText(join(folder, "README.md"))).toMatch(new RegExp(`^# ${manifest.name}\n`));
  });

  test("has source and tests", () => {
    expect(existsSync(join(root, folder, "src/index.ts"))).toBe(true);
    expect(repoFiles().filter((file) => file.startsWith(`${folder}/test/`))).not.toEqual([]);
  });
});

/** The imports among the sources of one package. */
function sourceImports(folder: string) {
  const files = repoFiles().filter(
    (file) =>
      file.startsWith(`${folder}/src/`) && file.endsWith(".ts") && existsSync(join(root, file)),
  );
  return importGraph(new Map(files.map((file) => [file, readText(file)])));
}

test.each(members().flatMap(({ folder }) => folder || []))("%s has no import circle", (folder) => {
  expect(importCircles(sourceImports(folder))).toEqual([]);
});

test("each room of core imports only from those below it, in the order of CONTRIBUTING.md", () => {
  const rooms = listedRooms(readText(".github/CONTRIBUTING.md"));
  expect(roomFaults(sourceImports("packages/core"), "packages/core/src", rooms)).toEqual([]);
});

test("the ranges of dependencies agree everywhere", () => {
  expect(rangeFaults(members())).toEqual([]);
});

test("CONTRIBUTING.md gives a reason for every dependency, and names who uses it", () => {
  const rows = dependencyRows(readText(".github/CONTRIBUTING.md"));
  expect(dependencyTableFaults(rows, members())).toEqual([]);
});

test("what packs the public packages waits for each of them to be built", () => {
  const packed = members().find(({ folder }) => folder === "tools/packed");
  const names = publicPackages().map(({ manifest }) => manifest.name);
  expect(Object.keys(packed?.manifest.devDependencies ?? {})).toEqual(
    expect.arrayContaining(names),
  );
});

test("the lock file binds no install to a host", () => {
  expect(lockfileFaults(readJson("package-lock.json") as Lockfile)).toEqual([]);
});

test("no file holds a registry's host or a path of one machine", () => {
  const texts = repoFiles().filter((file) => existsSync(join(root, file)));
  expect(texts.flatMap((file) => textFaults(file, readText(file)))).toEqual([]);
});

test("the repository's address stands in the root's package.json, and nowhere else", () => {
  const { repository } = readJson("package.json") as Manifest & { repository: { url: string } };
  const address = addressOf(repository.url);
  const texts = repoFiles().filter((file) => existsSync(join(root, file)));
  const elsewhere = texts.filter((file) => file !== "package.json");
  expect(elsewhere.flatMap((file) => addressFaults(file, readText(file), address))).toEqual([]);
});

const pages = repoFiles().filter((file) => file.endsWith(".md") && existsSync(join(root, file)));
test.each(pages)("%s has no broken link", (page) => {
  expect(brokenLinks(join(root, page))).toEqual([]);
});

test("the top level holds what the layout names, and nothing else", () => {
  const top = new Set(repoFiles().map((file) => file.split("/")[0]!));
  expect([...top].filter((name) => !name.startsWith(".")).toSorted()).toEqual([
    "LICENSE",
    "README.md",
    "nx.json",
    "package-lock.json",
    "package.json",
    "packages",
    "tools",
    "tsconfig.base.json",
  ]);
});
