import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";

const root = new URL("../../../", import.meta.url);
const page = readFileSync(new URL("packages/kstash/RELIABILITY.md", root), "utf8");

/** Each row of the tables of faults: what happens, and the tests that it names, by file and title. */
const rows = [...page.matchAll(/^\| ([^|]+) \| [^|]+ \| (`(?:packages|tools)\/[^|]+) \|$/gm)].map(
  ([, fault = "", cell = ""]) =>
    [
      fault.trim(),
      cell
        .trim()
        .split("<br>")
        .map((text) => /^`([^`]+)`: (.+)$/.exec(text.trim()) ?? []),
    ] as const,
);

test("RELIABILITY.md has its tables, and no row without a test", () => {
  expect(rows.length).toBeGreaterThan(35);
  const tables = page.split("| what happens ").slice(1);
  const lines = tables.flatMap((table) => table.split("\n\n")[0]?.split("\n").slice(2) ?? []);
  expect(lines.filter((line) => line !== "")).toHaveLength(rows.length);
});

test.each(rows)("%s: each test that is named is there", (_, named) => {
  for (const [, file = "", title = ""] of named) {
    const path = new URL(file, root);
    expect(existsSync(path) ? readFileSync(path, "utf8") : `no file ${file}`).toContain(title);
  }
});
