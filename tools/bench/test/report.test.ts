import { describe, expect, test } from "@jest/globals";
import { chart } from "../src/report/chart.js";
import { steepest } from "../src/report/curves.js";
import { factor, milliseconds, size } from "../src/report/figures.js";
import { pageOf } from "../src/report/results.js";
import { ratioRow, type Row } from "../src/report/row.js";
import { decades, logScale } from "../src/report/scale.js";
import { tableOf } from "../src/report/table.js";

const timing = (name: string, wall: number[], cpu: number) => ({ name, wall, cpu });
const ours = timing("ours", [3, 3, 4], 2);
const floor = timing("the floor", [2, 1, 2], 1);

test.each([
  [factor(0.00213), "0.0021×"],
  [factor(0.874), "0.87×"],
  [factor(12.34), "12.3×"],
  [factor(140.4), "140×"],
  [factor(2), "2×"],
  [milliseconds(0.00421), "4.21 µs"],
  [milliseconds(1.7), "1.70 ms"],
  [milliseconds(12_300), "12.3 s"],
  [size(50), "50 B"],
  [size(1024), "1 KiB"],
  [size(10 * 1024 * 1024), "10 MiB"],
  [size(2 ** 31), "2 GiB"],
])("a figure reads %s", (shown, expected) => {
  expect(shown).toBe(expected);
});

describe("a row", () => {
  test("has the ratio, its noise, the times behind it, and whether it is what it has to be", () => {
    expect(ratioRow("create", ours, floor, { atMost: 2.5 })).toEqual({
      what: "create",
      against: "the floor",
      figure: "2×",
      noise: "1.75×–2.50×",
      cpu: "2×",
      times: "3 ms / 2 ms",
      target: "≤ 2.50×",
      reached: true,
      bar: { ratio: 2, atMost: 2.5 },
    });
  });

  test.each([
    [{ atMost: 2 }, true],
    [{ atMost: 1.99 }, false],
    [{ atLeast: 2 }, true],
    [{ atLeast: 2.01 }, false],
    [{}, undefined],
  ])("of 2× for the target %j: %s", (target, reached) => {
    expect(ratioRow("create", ours, floor, target).reached).toBe(reached);
  });
});

test("a table has a line for each row, and says what was missed", () => {
  const lines = tableOf([
    ratioRow("create", ours, floor, { atMost: 1 }),
    { what: "requests", against: "-", figure: "1", target: "1", reached: true },
  ]).split("\n");
  expect(lines).toHaveLength(4);
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  expect(lines[2]).toMatch(/^\| create .* \| \*\*not reached\*\* \|$/);
  expect(lines[3]).toMatch(/^\| requests .* \| reached +\|$/);
});

test("the page counts the targets, and gives the reason for those that were missed", async () => {
  const rows: Row[] = [
    { what: "a", against: "b", figure: "3", target: "≤ 1", reached: false, why: "it is far" },
    { what: "c", against: "d", figure: "1", target: "≤ 1", reached: true, why: "it is near" },
    { what: "e", against: "f", figure: "1" },
  ];
  const group = { name: "way", title: "The way", run: () => Promise.resolve({ rows }) };
  const page = pageOf([[group, { rows }]], true, 90);
  expect(page).toContain("1 of 2 targets reached");
  expect(page).toContain("## The way (`way`)");
  expect(page).toContain("- a, against b: it is far.");
  expect(page).not.toContain("it is near");
});

describe("a chart", () => {
  test("is well-formed XML, whatever the rows are called", () => {
    const rows = [{ ...ratioRow('<a & "b">', ours, floor, { atMost: 1 }) }];
    const points = [
      [1, 2],
      [10, 20],
      [1000, 500],
    ] as const;
    const svg = chart(rows, [{ title: "t", x: "bytes", y: "ms", points }]);
    expect(svg).toContain("&lt;a &amp; &quot;b&quot;&gt;");
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    const open = [...svg.matchAll(/<([a-z]+)[ >]/g)].map(([, name]) => name);
    const closed = [...svg.matchAll(/<\/([a-z]+)>/g)].map(([, name]) => name);
    expect(open.toSorted()).toEqual(closed.toSorted());
    expect(open.filter((name) => name === "circle")).toHaveLength(points.length);
  });

  test("has a logarithmic axis", () => {
    const x = logScale([1, 100], [0, 200]);
    expect([1, 10, 100].map(x)).toEqual([0, 100, 200]);
    expect(decades(3, 400)).toEqual([1, 10, 100, 1000]);
    expect(decades(10, 1000)).toEqual([10, 100, 1000]);
  });
});

test("the steepest step of a curve is an exponent", () => {
  const curve = (points: [number, number][]) => ({ title: "", x: "", y: "", points });
  expect(steepest(curve([[1, 5], [10, 50], [100, 500]]))).toBeCloseTo(1); // prettier-ignore
  expect(steepest(curve([[1, 5], [10, 5], [100, 50_000]]))).toBeCloseTo(4); // prettier-ignore
});
