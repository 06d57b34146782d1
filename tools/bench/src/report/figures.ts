/** `0.0021×`, `0.87×`, `12.3×`, `140×`: two or three digits that count. */
export function factor(ratio: number): string {
  return `${digits(ratio)}×`;
}

/** `4.21 µs`, `1.70 ms`, `12.3 s`. */
export function milliseconds(time: number): string {
  if (time < 1) return `${digits(time * 1000)} µs`;
  return time < 1000 ? `${digits(time)} ms` : `${digits(time / 1000)} s`;
}

/** `50 B`, `1 KB`, `10 MiB`: powers of 1,024, whole where they are. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const mib = bytes / (1024 * 1024);
  if (mib < 1) return `${digits(bytes / 1024)} KiB`;
  return mib < 1024 ? `${digits(mib)} MiB` : `${digits(mib / 1024)} GiB`;
}

function digits(value: number): string {
  if (Number.isInteger(value)) return String(value);
  if (value < 0.1) return String(Number(value.toPrecision(2)));
  const places = value < 10 ? 2 : value < 100 ? 1 : 0;
  return value.toFixed(places);
}
