import type { Json } from "@kstash/vectors";

/**
 * The JSON that stands for data, with the escapes of the vectors; and one of the Go program's own,
 * `$object`, for an object with one key that starts with "$".
 */
export function toJson(data: unknown): Json {
  if (data === undefined) return { $undefined: true };
  if (typeof data === "bigint") return { $bigint: String(data) };
  if (typeof data === "number") return isPlain(data) ? data : { $number: textOf(data) };
  if (typeof data !== "object" || data === null) return data as Json;
  if (data instanceof Uint8Array) return { $bytes: Buffer.from(data).toString("base64") };
  if (data instanceof Date) return { $date: data.getTime() };
  if (Array.isArray(data)) return data.map(toJson);
  const entries = Object.entries(data).map(([key, value]) => [key, toJson(value)] as const);
  const object = Object.fromEntries(entries);
  return entries.length === 1 && entries[0]![0].startsWith("$") ? { $object: object } : object;
}

/** Whether it is in JSON what it is in the data model: without a fraction, an integer. */
function isPlain(number: number): boolean {
  if (Object.is(number, -0)) return false;
  return Number.isSafeInteger(number) || (Number.isFinite(number) && !Number.isInteger(number));
}

function textOf(number: number): string {
  return Object.is(number, -0) ? "-0" : String(number);
}
