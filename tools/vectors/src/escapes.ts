/** Any JSON value: in vectors it stands for data, by the escapes of {@link fromJson}. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What a vector stands for that is too long, or too deep, to write out. */
interface Repeat {
  /** `byte`: bytes; `text`: text; `item`: an array; with `key` an object of `key0`, `key1`, …; `nest`: arrays in arrays. */
  readonly byte?: number;
  readonly text?: string;
  readonly item?: Json;
  readonly key?: string;
  readonly nest?: Json;
  readonly times: number;
}

/**
 * The data that JSON stands for. An object with one key that starts with `$` is an escape:
 * `$bytes` (base64), `$date` (milliseconds since 1970, null for an invalid one), `$bigint` (digits),
 * `$undefined`, `$number` (a float64 that JSON has not, or where others would read an integer),
 * `$object` (an object that would be an escape itself), `$repeat`, and
 * `$unsupported` (what JavaScript has and the data model has not, by its name).
 */
export function fromJson(json: Json): unknown {
  if (Array.isArray(json)) return json.map(fromJson);
  if (typeof json !== "object" || json === null) return json;
  const entries = Object.entries(json);
  const [first] = entries;
  if (entries.length === 1 && first?.[0].startsWith("$")) return escaped(first[0], first[1]);
  return objectOf(entries);
}

function objectOf(entries: readonly (readonly [string, Json])[]): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [key, value] of entries) {
    // Assigned, a key "__proto__" would be the prototype.
    const options = { enumerable: true, writable: true, configurable: true };
    Object.defineProperty(object, key, { value: fromJson(value), ...options });
  }
  return object;
}

function escaped(escape: string, value: Json): unknown {
  switch (escape) {
    case "$bytes":
      return Uint8Array.from(atob(value as string), (character) => character.charCodeAt(0));
    case "$date":
      return new Date((value ?? Number.NaN) as number);
    case "$bigint":
      return BigInt(value as string);
    case "$undefined":
      return undefined;
    case "$number":
      return Number(value);
    case "$object":
      return objectOf(Object.entries(value as object));
    case "$repeat":
      return repeated(value as unknown as Repeat);
    case "$unsupported":
      return unsupported(value as string);
    default:
      throw new Error(`no such escape: ${escape}`);
  }
}

function repeated({ byte, text, item = null, key, nest, times }: Repeat): unknown {
  if (byte !== undefined) return new Uint8Array(times).fill(byte);
  if (text !== undefined) return text.repeat(times);
  if (nest !== undefined) {
    let data = fromJson(nest);
    for (let i = 0; i < times; i++) data = [data];
    return data;
  }
  const items = Array.from({ length: times }, () => fromJson(item));
  return key === undefined
    ? items
    : Object.fromEntries(items.map((value, index) => [`${key}${index}`, value]));
}

function unsupported(what: string): unknown {
  switch (what) {
    case "function":
      return () => 1;
    case "symbol":
      return Symbol("s");
    case "Map":
      return new Map([["a", 1]]);
    case "Set":
      return new Set([1]);
    case "Int16Array":
      return new Int16Array(2);
    case "class instance":
      return new (class Point {
        x = 1;
      })();
    case "boxed number":
      return Object(1);
    case "hole": {
      const array: unknown[] = [1];
      array.length = 2;
      return array;
    }
    case "cycle": {
      const cycle: unknown[] = [];
      cycle.push(cycle);
      return cycle;
    }
    default:
      throw new Error(`no such value: ${what}`);
  }
}
