import { InvalidConfig } from "@kstash/core";
import { kindOf, type Path } from "@kstash/core/codec-kit";

/**
 * Which fields of a message are meant: keys with full stops between them, an array's items by their index,
 * `*` for every key or index (`items.*.body`). A key that has a full stop in it is written in an array of
 * keys: `["headers", "content.type"]`.
 */
export type FieldPattern = string | readonly string[];

/** A field of a message, and where it stands. */
export interface Field {
  readonly path: Path;
  readonly value: unknown;
}

/** A field pattern, taken apart. */
export type Keys = readonly string[];

/** @throws {InvalidConfig} for a pattern that can match nothing */
export function parseFields(patterns: readonly FieldPattern[] = []): Keys[] {
  return patterns.map((pattern) => {
    const keys = typeof pattern === "string" ? pattern.split(".") : pattern;
    const valid = Array.isArray(keys) && keys.every((key) => typeof key === "string");
    if (!valid || keys.length === 0 || (typeof pattern === "string" && keys.includes(""))) {
      throw new InvalidConfig(
        `invalid config (fields): ${JSON.stringify(pattern)} is neither keys with full stops between them ("items.*.body") nor an array of keys`,
      );
    }
    return keys as Keys;
  });
}

/** The fields of a message that patterns match, each once. */
export function matchFields(message: unknown, patterns: readonly Keys[]): Field[] {
  const fields = new Map<string, Field>();
  const visit = (value: unknown, keys: Keys, path: Path): void => {
    const [key, ...rest] = keys;
    if (key === undefined) return void fields.set(idOf(path), { path, value });
    for (const child of childrenOf({ path, value })) {
      const last = child.path.at(-1);
      if (key === "*" || key === String(last)) visit(child.value, rest, child.path);
    }
  };
  for (const keys of patterns) visit(message, keys, []);
  return [...fields.values()];
}

/** What stands in a field that is an object or an array: nothing in any other. */
export function childrenOf({ path, value }: Field): Field[] {
  const kind = typeof value === "object" && value !== null ? kindOf(value) : undefined;
  if (kind !== "object" && kind !== "array") return [];
  return Object.entries(value as object).map(([key, item]) => ({
    path: [...path, kind === "array" ? Number(key) : key],
    value: item as unknown,
  }));
}

/** A text that stands for one path alone. */
export function idOf(path: Path): string {
  return JSON.stringify(path);
}

/** A path as `fields` has it: `items.0.body`. */
export function fieldName(path: Path): string {
  return path.join(".");
}
