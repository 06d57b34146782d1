import type { Codec } from "@kstash/core";

// Everything that is no null, boolean, finite number or string is an array that begins with a tag.
type Tagged = null | boolean | number | string | readonly Tagged[];

const MAX_DEPTH = 500;
const TEXT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A correct codec, as small as it can be: JSON, with tags for what JSON has not. */
export const taggedJson: Codec = {
  name: "tagged-json",
  contentType: "application/vnd.kstash.tagged+json",
  encode: (data) => new Uint8Array(Buffer.from(JSON.stringify(tag(data, "data", [])))),
  decode: (bytes) => untag(JSON.parse(TEXT.decode(bytes)) as Tagged, 0),
};

function tag(value: unknown, path: string, above: readonly object[]): Tagged {
  if (value === null || typeof value === "boolean") return value;
  if (value === undefined) return ["u"];
  if (typeof value === "string" && value.isWellFormed()) return value;
  if (typeof value === "bigint") return ["n", String(value)];
  if (typeof value === "number") {
    return Number.isFinite(value) ? value + 0 : ["f", String(value)];
  }
  if (typeof value !== "object" || above.length >= MAX_DEPTH || above.includes(value)) {
    throw new Error(`${path} is refused`);
  }
  const inside = [...above, value];
  if (Array.isArray(value) && isPlain(value, Array)) {
    return [
      "a",
      ...Array.from(value, (item, i) => tag(at(value, i, path), `${path}[${i}]`, inside)),
    ];
  }
  if (value instanceof Uint8Array || value instanceof ArrayBuffer)
    return ["b", base64(value, path)];
  if (value instanceof Date && !Number.isNaN(Number(value))) return ["d", Number(value)];
  if (!isPlain(value, Object) || Object.getOwnPropertySymbols(value).length > 0) {
    throw new Error(`${path} is refused`);
  }
  const keys = Object.keys(value).toSorted();
  return [
    "o",
    ...keys.flatMap((key) => entry(value as Record<string, unknown>, key, path, inside)),
  ];
}

function entry(
  value: Record<string, unknown>,
  key: string,
  path: string,
  above: readonly object[],
): [string, Tagged] {
  if (key === "__proto__" || !key.isWellFormed()) throw new Error(`${path}.${key} is refused`);
  return [key, tag(value[key], `${path}.${key}`, above)];
}

function at(array: readonly unknown[], index: number, path: string): unknown {
  if (!(index in array)) throw new Error(`${path}[${index}] is a hole`);
  return array[index];
}

function base64(bytes: Uint8Array | ArrayBuffer, path: string): string {
  if (bytes instanceof ArrayBuffer) return Buffer.from(bytes).toString("base64");
  const { prototype } = Uint8Array;
  if (![prototype, Buffer.prototype].includes(Object.getPrototypeOf(bytes) as Buffer)) {
    throw new Error(`${path} is refused`);
  }
  return Buffer.from(bytes).toString("base64");
}

function isPlain(value: object, { prototype }: ArrayConstructor | ObjectConstructor): boolean {
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
