import type { Curve } from "./curves.js";
import { decades, logScale } from "./scale.js";
import { element, type Markup } from "./svg.js";

/** A curve on two logarithmic axes, and a dashed line of how it would grow in proportion. */
export function plot(curve: Curve, left: number, top: number, width: number, height: number) {
  const xs = curve.points.map(([x]) => x);
  const ys = curve.points.map(([, y]) => y);
  const xTicks = decades(Math.min(...xs), Math.max(...xs));
  const yTicks = decades(Math.min(...ys), Math.max(...ys));
  const bottom = top + height - 40;
  const [start, end] = [left + 60, left + width - 10];
  const x = logScale([xTicks[0]!, xTicks.at(-1)!], [start, end]);
  const y = logScale([yTicks[0]!, yTicks.at(-1)!], [bottom, top + 24]);
  const [x0, y0] = curve.points[0]!;
  const last = Math.min(xs.at(-1)!, (x0 * yTicks.at(-1)!) / y0);
  const path = curve.points.map(([a, b]) => `${x(a).toFixed(1)},${y(b).toFixed(1)}`).join(" ");
  return [
    element("text", { x: left + width / 2, y: top + 10, "text-anchor": "middle" }, curve.title),
    ...xTicks.map((tick) => label(x(tick), bottom + 14, "middle", tick)),
    ...yTicks.map((tick) => label(start - 4, y(tick) + 4, "end", tick)),
    ...xTicks.map((tick) => grid(x(tick), x(tick), top + 24, bottom)),
    ...yTicks.map((tick) => grid(start, end, y(tick), y(tick))),
    element("text", { x: (start + end) / 2, y: bottom + 28, "text-anchor": "middle" }, curve.x),
    element("text", { x: start, y: top + 20, "font-size": 10 }, curve.y),
    element("line", {
      x1: x(x0),
      y1: y(y0),
      x2: x(last),
      y2: y((y0 * last) / x0),
      stroke: "#999999",
      "stroke-dasharray": "4 3",
    }),
    element("polyline", { points: path, fill: "none", stroke: "#1565c0", "stroke-width": 2 }),
    ...curve.points.map(([a, b]) =>
      element("circle", { cx: x(a), cy: y(b), r: 3, fill: "#1565c0" }),
    ),
  ];
}

function label(x: number, y: number, anchor: string, value: number): Markup {
  const text =
    value >= 1e9
      ? `${value / 1e9}G`
      : value >= 1e6
        ? `${value / 1e6}M`
        : value >= 1e3
          ? `${value / 1e3}k`
          : String(Number(value.toPrecision(1)));
  return element("text", { x, y, "text-anchor": anchor, "font-size": 10, fill: "#555555" }, text);
}

function grid(x1: number, x2: number, y1: number, y2: number): Markup {
  return element("line", { x1, x2, y1, y2, stroke: "#eeeeee" });
}
