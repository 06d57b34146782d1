import type { Codec } from "@kstash/core";
import type { CodecHarness } from "../../src/index.js";
import { taggedJson as correct } from "../reference/tagged-json.js";

/** A codec that breaks one duty, and the cases that have to say so. */
export interface BrokenCodec {
  readonly codec: Codec;
  readonly harness?: Partial<CodecHarness>;
  /** Titles of the cases that fail, and the message of each: no other case may. */
  readonly fails: Readonly<Record<string, RegExp>>;
}

export type BrokenCodecs = Readonly<Record<string, BrokenCodec>>;

/** The correct codec, what it encodes or has decoded changed wherever it stands. */
export function changing(change: {
  encode?: (v: unknown) => unknown;
  decode?: (v: unknown) => unknown;
}) {
  const { encode = same, decode = same } = change;
  return {
    ...correct,
    encode: (data: unknown) => correct.encode(deep(data, encode)),
    decode: (bytes: Uint8Array) => deep(correct.decode(bytes), decode),
  };
}

const same = (value: unknown) => value;

/** Arrays and plain objects are gone through, all else is changed; what is deep is left as it is. */
function deep(value: unknown, change: (value: unknown) => unknown, depth = 0): unknown {
  const changed = change(value);
  if (changed !== value || depth > 20) return changed;
  if (Array.isArray(value) && Object.keys(value).length === value.length) {
    if (Object.getPrototypeOf(value) !== Array.prototype) return value;
    return value.map((item) => deep(item, change, depth + 1));
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  if (Object.hasOwn(value, "__proto__") || Object.getOwnPropertySymbols(value).length > 0) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, deep(item, change, depth + 1)]),
  );
}

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

export function isPlain(value: unknown): value is Record<string, unknown> {
  return isObject(value) && Object.getPrototypeOf(value) === Object.prototype;
}

export function recurse(value: unknown, above: Set<unknown>): number {
  if (!isObject(value) || above.has(value)) return 0;
  const [first] = Object.values(value) as unknown[];
  return 1 + recurse(first, above.add(value));
}

export const text = (duty: string) => new RegExp(duty);
export const json = (bytes: Uint8Array) => Buffer.from(bytes).toString();
export const bytesOf = (value: string) => new Uint8Array(Buffer.from(value));
