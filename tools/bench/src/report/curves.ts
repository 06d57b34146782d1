/** How something grows: time (or another figure) by size. */
export interface Curve {
  readonly title: string;
  /** What the x axis counts, and what the y axis. */
  readonly x: string;
  readonly y: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/**
 * The steepest step of a curve, as an exponent: 1 is in proportion, 0 is constant, 2 would be
 * quadratic. Between neighbours at least a factor of two apart.
 */
export function steepest({ points }: Curve): number {
  let most = -Infinity;
  for (let i = 1; i < points.length; i++) {
    const [x0, y0] = points[i - 1]!;
    const [x1, y1] = points[i]!;
    most = Math.max(most, Math.log(y1 / y0) / Math.log(x1 / x0));
  }
  return most;
}
