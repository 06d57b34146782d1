import { bars } from "./bars.js";
import type { Curve } from "./curves.js";
import { plot } from "./plot.js";
import type { Row } from "./row.js";
import { element, picture } from "./svg.js";

const WIDTH = 980;
const PLOT_HEIGHT = 240;
const COLUMNS = 3;

/** All ratios as bars, and under them how things grow. */
export function chart(rows: readonly Row[], curves: readonly Curve[]): string {
  const title = element(
    "text",
    { x: 20, y: 24, "font-size": 14, "font-weight": "bold" },
    "Time as a multiple of what it is measured against (logarithmic; the black mark is the target)",
  );
  const { parts, height } = bars(rows, WIDTH, 44);
  const top = 44 + height + 20;
  const plots = curves.flatMap((curve, index) => {
    const column = index % COLUMNS;
    const line = Math.floor(index / COLUMNS);
    const width = WIDTH / COLUMNS;
    return plot(curve, column * width, top + line * PLOT_HEIGHT, width, PLOT_HEIGHT);
  });
  const lines = Math.ceil(curves.length / COLUMNS);
  return picture(WIDTH, top + lines * PLOT_HEIGHT, [title, ...parts, ...plots]);
}
