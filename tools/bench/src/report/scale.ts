/** A logarithmic axis: where a value stands between two ends of the picture. */
export function logScale(
  [least, most]: readonly [number, number],
  [from, to]: readonly [number, number],
): (value: number) => number {
  const span = Math.log(most / least) || 1;
  return (value) => from + ((to - from) * Math.log(value / least)) / span;
}

/** The powers of ten from the one below `least` to the one above `most`. */
export function decades(least: number, most: number): number[] {
  const ticks: number[] = [];
  const last = Math.ceil(Math.log10(most) - 1e-9);
  for (let power = Math.floor(Math.log10(least) + 1e-9); power <= last; power++) {
    ticks.push(10 ** power);
  }
  return ticks;
}
