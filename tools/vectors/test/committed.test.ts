import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { folder } from "../src/files.js";
import { makeFiles, textOf } from "../src/index.js";

const files = Object.entries(makeFiles());

test("the folder holds these files alone", () => {
  expect(readdirSync(folder).toSorted()).toEqual(files.map(([name]) => name).toSorted());
});

// A difference is a change of the wire format: see "What may never change" in WIRE.md.
test.each(files)("%s is what this version writes", (name, file) => {
  expect(readFileSync(new URL(name, folder), "utf8").split("\n")).toEqual(
    textOf(file as object).split("\n"),
  );
});
