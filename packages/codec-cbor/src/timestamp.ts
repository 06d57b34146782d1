/** The latest and, negative, the earliest time of a Date, in milliseconds since 1970. */
const LIMIT = 8.64e15;

/** The Date of so many seconds, to the nearest millisecond; `undefined`, if none is that early or late. */
export function toDate(seconds: number): Date | undefined {
  const near = Math.round(seconds * 1000);
  // Past the year 141,000 the product may be rounded to a neighbour of what was written.
  const time = [near, near - 1, near + 1].find((time) => time / 1000 === seconds) ?? near;
  return Math.abs(time) <= LIMIT ? new Date(time) : undefined;
}
