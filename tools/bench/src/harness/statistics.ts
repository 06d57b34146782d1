/** Where the middle half of some numbers lies. */
export interface Spread {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** The median and the quartiles: a few slow runs, as a busy machine has them, hardly move these. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { low: at(sorted, 0.25), median: at(sorted, 0.5), high: at(sorted, 0.75) };
}

/** The value below which that share lies, between two neighbours in proportion. */
function at(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  if (low === undefined || high === undefined) throw new RangeError("a spread of no values");
  return low + (high - low) * (place - Math.floor(place));
}
