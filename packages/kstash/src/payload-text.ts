import { InvalidData } from "@kstash/core";

/** @throws {InvalidData} where the bytes are not what the caller says they are */
export function readPayload(bytes: Uint8Array, as: string, source: string): unknown {
  if (as === "bytes") return bytes;
  if (as !== "text" && as !== "json") {
    throw new InvalidData(`--as ${as} is not possible: bytes, text or json`);
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return as === "text" ? text : (JSON.parse(text) as unknown);
  } catch {
    // The platform's own message would quote the data.
    throw new InvalidData(`${source} is not ${as === "text" ? "UTF-8 text" : "JSON in UTF-8"}`);
  }
}

/**
 * Data as a file or a terminal takes it: bytes and strings as they are, all else as JSON, in which
 * what JSON lacks is written `{ "$bytes": base64 }`, `{ "$bigint": digits }`, `{ "$number": "NaN" }`.
 */
export function writePayload(data: unknown): Uint8Array {
  if (data instanceof Uint8Array) return data;
  if (typeof data === "string") return Buffer.from(data);
  return Buffer.from(`${JSON.stringify(data, jsonValue, 2) ?? "undefined"}\n`);
}

function jsonValue(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString("base64") };
  if (typeof value === "bigint") return { $bigint: String(value) };
  if (typeof value === "number" && !Number.isFinite(value)) return { $number: String(value) };
  return value;
}
