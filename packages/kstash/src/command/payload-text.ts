import { InvalidData } from "@kstash/core";
import { UsageError } from "./errors.js";

/** What the input of `create` can hold. */
const KINDS = ["bytes", "text", "json"] as const;

export type Kind = (typeof KINDS)[number];

/** @throws {UsageError} for any other word */
export function checkKind(text: string): Kind {
  const kind = KINDS.find((each) => each === text);
  if (kind) return kind;
  throw new UsageError(`--as ${text} is not possible: bytes, text or json`);
}

/**
 * Text or JSON as data.
 *
 * @param source what the bytes come from, for the message
 * @throws {InvalidData} if they are something else
 */
export function parsePayload(bytes: Uint8Array, kind: "text" | "json", source: string): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return kind === "text" ? text : (JSON.parse(text) as unknown);
  } catch {
    // The platform's own message would quote the data.
    throw new InvalidData(`${source} is not ${kind === "text" ? "UTF-8 text" : "JSON in UTF-8"}`);
  }
}

/**
 * Data for a file or a terminal: bytes and strings as they are, all else as JSON. What JSON lacks is
 * written `{ "$bytes": base64 }`, `{ "$bigint": digits }`, `{ "$number": "NaN" }`.
 */
export function formatPayload(data: unknown): Uint8Array {
  if (data instanceof Uint8Array) return data;
  if (typeof data === "string") return Buffer.from(data);
  return Buffer.from(formatJson(data));
}

/** Data as JSON, marked as {@link formatPayload} says where JSON lacks it. */
export function formatJson(data: unknown): string {
  return `${JSON.stringify(data, jsonValue, 2) ?? "undefined"}\n`;
}

function jsonValue(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString("base64") };
  if (typeof value === "bigint") return { $bigint: String(value) };
  if (typeof value === "number" && !Number.isFinite(value)) return { $number: String(value) };
  return value;
}
