import { factor } from "./figures.js";
import type { Row } from "./row.js";
import { logScale } from "./scale.js";
import { element, type Markup } from "./svg.js";

const LINE = 20;
const LABELS = 500;
const COLOURS = { reached: "#2e7d32", missed: "#c62828", none: "#607d8b" };

/** Bars of the ratios, on a logarithmic axis: 1× is the floor, a black mark is the target. */
export function bars(
  rows: readonly Row[],
  width: number,
  top: number,
): { parts: Markup[]; height: number } {
  const shown = rows.filter(({ bar }) => bar !== undefined && bar.ratio > 0);
  const values = shown.flatMap(({ bar }) => [bar!.ratio, bar!.atMost ?? 1, bar!.atLeast ?? 1]);
  const range = [Math.min(0.5, ...values) / 1.1, Math.max(2, ...values) * 1.3] as const;
  const x = logScale(range, [LABELS, width - 60]);
  const bottom = top + LINE * shown.length;
  const parts = shown.flatMap((row, index) => barOf(row, x, top + LINE * index));
  parts.push(
    element("line", { x1: x(1), x2: x(1), y1: top - 4, y2: bottom, stroke: "#999999" }),
    element("text", { x: x(1), y: bottom + 14, "text-anchor": "middle", fill: "#555555" }, "1×"),
  );
  return { parts, height: bottom + 24 - top };
}

function barOf(row: Row, x: (value: number) => number, y: number): Markup[] {
  const { ratio, atMost, atLeast } = row.bar!;
  const colour = row.reached === undefined ? "none" : row.reached ? "reached" : "missed";
  const [from, to] = [x(1), x(ratio)].toSorted((a, b) => a - b) as [number, number];
  const parts = [
    element(
      "text",
      { x: LABELS - 8, y: y + 12, "text-anchor": "end", fill: "#222222" },
      `${row.what} / ${row.against}`,
    ),
    element("rect", {
      x: from,
      y: y + 3,
      width: Math.max(to - from, 1),
      height: LINE - 7,
      fill: COLOURS[colour],
    }),
  ];
  const limit = atMost ?? atLeast;
  // Right of both, the bar and the mark.
  const end = Math.max(to, limit === undefined ? 0 : x(limit));
  parts.push(element("text", { x: end + 6, y: y + 13, fill: "#222222" }, factor(ratio)));
  if (limit !== undefined) {
    const at = x(limit);
    parts.push(
      element("line", {
        x1: at,
        x2: at,
        y1: y + 1,
        y2: y + LINE - 2,
        stroke: "#000000",
        "stroke-width": 2,
      }),
    );
  }
  return parts;
}
