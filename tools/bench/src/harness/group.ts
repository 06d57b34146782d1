import type { Curve } from "../report/curves.js";
import type { Row } from "../report/row.js";

/** What a run is told. */
export interface Run {
  /** A minute or two for all groups, with fewer rounds and smaller payloads. */
  readonly quick: boolean;
  /** Says how far the group has come. */
  readonly progress: (text: string) => void;
}

/** What a group has found. */
export interface Findings {
  readonly rows: readonly Row[];
  /** For the chart of growth. */
  readonly curves?: readonly Curve[];
  /** What the figures mean, where they do not say it themselves: one sentence or a few each. */
  readonly notes?: readonly string[];
}

/** Rows that belong together: what `npm run bench -- NAME` runs alone. */
export interface Group {
  readonly name: string;
  readonly title: string;
  run(run: Run): Promise<Findings>;
}
