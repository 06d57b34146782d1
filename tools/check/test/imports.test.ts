import { describe, expect, test } from "@jest/globals";
import { importCircles, importGraph, listedRooms, roomFaults } from "../src/index.js";

const graphOf = (sources: Record<string, string>) => importGraph(new Map(Object.entries(sources)));

describe("import circles", () => {
  test.each([
    ["values", 'import { b } from "./b.js";'],
    ["types", 'import type { B } from "./b.js";'],
    ["side effects", 'import "./b.js";'],
    ["re-exports", 'export * from "./b.js";'],
    ["dynamic imports", 'export const b = () => import("./b.js");'],
  ])("of %s are found", (_, text) => {
    const graph = graphOf({ "src/a.ts": text, "src/b.ts": 'export { a } from "./a.js";' });
    expect(importCircles(graph)).toEqual(["src/a.ts -> src/b.ts -> src/a.ts"]);
  });

  test("through folders are found", () => {
    const graph = graphOf({
      "src/a.ts": 'import "./room/b.js";',
      "src/room/b.ts": 'import "./c.js";',
      "src/room/c.ts": 'import "../a.js";',
    });
    expect(importCircles(graph)).toEqual([
      "src/a.ts -> src/room/b.ts -> src/room/c.ts -> src/a.ts",
    ]);
  });

  test("are neither two ways to one file nor imports of packages", () => {
    const graph = graphOf({
      "src/a.ts": 'import "./b.js"; import "./c.js"; import "a";',
      "src/b.ts": 'import "./c.js";',
      "src/c.ts": '// import "./a.js"',
    });
    expect(importCircles(graph)).toEqual([]);
  });
});

describe("rooms", () => {
  const graph = graphOf({
    "src/top.ts": 'import "./middle/a.js"; import "./errors.js";',
    "src/middle/a.ts": 'import "./b.js"; import "../errors.js";',
    "src/middle/b.ts": "",
    "src/errors.ts": "",
  });

  test("that import only from rooms below are in order", () => {
    expect(roomFaults(graph, "src", ["top.ts", "middle/", "errors.ts"])).toEqual([]);
  });

  test("that import from a room above are named", () => {
    expect(roomFaults(graph, "src", ["errors.ts", "top.ts", "middle/"])).toEqual([
      "src/top.ts imports src/errors.ts, which is in a room above it",
      "src/middle/a.ts imports src/errors.ts, which is in a room above it",
    ]);
  });

  test("that are not listed, or only listed, are named", () => {
    expect(roomFaults(graph, "src", ["top.ts", "middle/", "low/"])).toContain(
      "src/errors.ts is not in the list of rooms",
    );
    expect(roomFaults(graph, "src", ["top.ts", "middle/", "errors.ts", "low/"])).toEqual([
      "src/low/ is in the list of rooms, and does not exist",
    ]);
  });

  test("are listed by a table", () => {
    const table = "| room | what |\n| --- | --- |\n| `a.ts` | `x` |\n| `b/` | y |";
    expect(listedRooms(`In \`src\`, from the top:\n\n${table}\n\n| \`c/\` | z |`)).toEqual([
      "a.ts",
      "b/",
    ]);
  });
});
