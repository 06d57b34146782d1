import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { matrix, notInWorkers } from "../src/matrix.js";

const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
const section = /^## Runtimes\n([^]*?)^## /m.exec(readme)?.[1] ?? "";

test("the README's table is what is run", () => {
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  const cells = rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  const [titles, , ...parts] = cells;
  expect([titles, ...parts]).toEqual(matrix());
});

test.each(Object.entries(notInWorkers))("the README says why not %s in Workers", (_, reason) => {
  expect(section.replaceAll(/\s+/g, " ")).toContain(reason);
});
