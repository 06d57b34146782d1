import { InvalidData } from "@kstash/core";
import { findReferences } from "@kstash/messages";
import { readPointer } from "./aws/pointer.js";

/** What a body is, where it is JSON that may refer to something; `undefined` for every other text. */
export function parseBody(body: string): unknown {
  // Almost every body is spared this, since it has neither word in it.
  if (!body.includes("kstash") && !body.includes("S3Pointer")) return undefined;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/** References are followed in objects alone: an array is data, unless it is AWS's pointer. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * What a reader would take for something to follow: for an error.
 *
 * @throws {InvalidData} where the key of references is on anything else
 */
export function referenceIn(body: string): string | undefined {
  const parsed = parseBody(body);
  if (readPointer(parsed)) return "a pointer of AWS's extended client";
  if (isObject(parsed) && findReferences(parsed).length > 0) return "a reference to a stash";
  return undefined;
}

/**
 * The JSON text of data that was retrieved.
 *
 * @throws {InvalidData} for bytes, dates, bigints and numbers that JSON would change
 */
export function toJson(data: unknown): string {
  return JSON.stringify(
    data,
    function (this: Record<string, unknown>, key: string, value: unknown) {
      const original = this[key];
      const isPlain = typeof original !== "object" || original === value;
      const isNumber = typeof value !== "number" || Number.isFinite(value);
      if (isPlain && isNumber && typeof value !== "bigint" && !(value instanceof Uint8Array))
        return value;
      throw new InvalidData(
        `the stash holds data at ${JSON.stringify(key)} that JSON cannot carry, so it cannot be the body of a message: retrieve its address with kstash`,
      );
    },
  );
}
