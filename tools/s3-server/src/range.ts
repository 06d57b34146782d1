import { S3Error } from "./errors.js";

/** From `start` to before `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * A Range header of one range (RFC 9110 §14.1.2): `bytes=0-9`, `bytes=10-`, `bytes=-5`.
 * @returns undefined if there is none, or one that S3 ignores (several ranges, another unit)
 * @throws S3Error InvalidRange if it contains no byte of the object
 */
export function readRange(header: string | undefined, size: number): ByteRange | undefined {
  const fields = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (!fields || (fields[1] === "" && fields[2] === "")) return undefined;
  const [first, last] = [fields[1] ?? "", fields[2] ?? ""];
  if (first !== "" && last !== "" && Number(last) < Number(first)) return undefined;
  const start = first === "" ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === "" || last === "" ? size : Math.min(Number(last) + 1, size);
  if (start >= end) {
    throw new S3Error("InvalidRange", {
      RangeRequested: header ?? "",
      ActualObjectSize: String(size),
    });
  }
  return { start, end };
}
