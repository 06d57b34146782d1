/** As HTTP headers have it: `Sat, 31 Jan 2026 12:00:00 GMT`. */
export function httpDate(milliseconds: number): string {
  return new Date(milliseconds).toUTCString();
}

/** As S3's XML has it: `2026-01-31T12:00:00.000Z`. */
export function isoDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
