import type { Codec } from "@kstash/core";

// Everything that is no null, boolean, finite number or string is an array that begins with a tag.
type Tagged = null | boolean | number | string | readonly Tagged[];

const MAX_DEPTH = 500;
const TEXT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A correct codec, as small as it can be: JSON, with tags for what JSON has not. */
export const taggedJson: Codec = {
  name: "tagged-json",
  contentType: "application/vnd.kstash.tagged+json",
  encode: (data) => new Uint8Array(Buffer.from(JSON.stringify(tag(data, [], [])))),
  decode: (bytes) => untag(JSON.parse(TEXT.decode(bytes)) as Tagged, 0),
};

/** Keys and indices, from the outside in. */
type Path = readonly (string | number)[];

function tag(value: unknown, path: Path, above: readonly object[]): Tagged {
  if (value === null || typeof value === "boolean") return value;
  if (value === undefined) return ["u"];
  if (typeof value === "string" && value.isWellFormed()) return value;
  if (typeof value === "bigint") return ["n", String(value)];
  if (typeof value === "number") {
    return Number.isFinite(value) ? value + 0 : ["f", String(value)];
  }
  if (typeof value !== "object") return refuse(path);
  if (value instanceof Date && !Number.isNaN(Number(value))) return ["d", Number(value)];
  if (isPlain(value, Uint8Array) || isPlain(value, Buffer) || isPlain(value, ArrayBuffer)) {
    return ["b", Buffer.from(value as ArrayBuffer).toString("base64")];
  }
  if (above.length >= MAX_DEPTH || above.includes(value)) return refuse(path);
  const inside = [...above, value];
  if (Array.isArray(value) && isPlain(value, Array)) return tagArray(value, path, inside);
  if (isPlain(value, Object)) return tagObject(value as Record<string, unknown>, path, inside);
  return refuse(path);
}

function tagArray(array: readonly unknown[], path: Path, above: readonly object[]): Tagged {
  const items = Array.from(array, (item, index) => {
    const here = [...path, index];
    return index in array ? tag(item, here, above) : refuse(here);
  });
  return ["a", ...items];
}

function tagObject(
  object: Readonly<Record<string, unknown>>,
  path: Path,
  above: readonly object[],
): Tagged {
  if (Object.getOwnPropertySymbols(object).length > 0) return refuse(path);
  const entries = Object.keys(object)
    .toSorted()
    .flatMap((key) => {
      const here = [...path, key];
      if (key === "__proto__" || !key.isWellFormed()) return refuse(here);
      return [key, tag(object[key], here, above)];
    });
  return ["o", ...entries];
}

function refuse(path: Path): never {
  throw new Error(`${["data", ...path].join(".")} is refused`);
}

function isPlain(value: object, { prototype }: { readonly prototype: object }): boolean {
  return Object.getPrototypeOf(value) === prototype;
}

function untag(value: Tagged, depth: number): unknown {
  if (value === null || typeof value !== "object") {
    if (value === undefined) throw new Error("not a tagged value");
    return value;
  }
  if (depth > MAX_DEPTH) throw new Error("nested too deep");
  const [kind, ...parts] = value;
  const text = String(parts[0]);
  switch (kind) {
    case "u":
      return undefined;
    case "n":
      return BigInt(text);
    case "f":
      return Number(text);
    case "d":
      return new Date(Number(text));
    case "b":
      return new Uint8Array(Buffer.from(text, "base64"));
    case "a":
      return parts.map((part) => untag(part, depth + 1));
    case "o":
      return Object.fromEntries(pairs(parts).map(([key, part]) => [key, untag(part, depth + 1)]));
    default:
      throw new Error("unknown tag");
  }
}

function pairs(parts: readonly Tagged[]): [string, Tagged][] {
  return parts.flatMap((key, index) =>
    index % 2 === 0 ? [[String(key), parts[index + 1] as Tagged] as [string, Tagged]] : [],
  );
}
