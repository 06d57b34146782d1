import { Address } from "@kstash/core";
import { inField } from "./in-field.js";
import { kindOf, type Path, refusal } from "@kstash/core/codec-kit";
import { Trail } from "./trail.js";

/** The one key of a reference in a message: `{ "$kstash": "<address>" }`. It is reserved. */
export const REFERENCE_KEY = "$kstash";

/** What stands in a message for a value that was stashed (WIRE.md, "References in messages"). */
export interface Reference {
  readonly [REFERENCE_KEY]: string;
}

/** A reference, and where in the message it stands. */
export interface Found {
  readonly path: Path;
  readonly address: Address;
}

/** The reference that stands for what is at an address. */
export function referenceTo(address: Address | string): Reference {
  return { [REFERENCE_KEY]: String(address) };
}

/** Whether a value has the reserved key, and so is a reference or nothing that a message may hold. */
export function isMarked(value: unknown): value is { readonly [REFERENCE_KEY]: unknown } {
  return typeof value === "object" && value !== null && Object.hasOwn(value, REFERENCE_KEY);
}

/**
 * Every reference in a message, in the order of its keys.
 *
 * @throws {InvalidData} for the reserved key on anything that is not a reference, for a cycle, and for a
 *   message that is nested too deep
 */
export function findReferences(message: unknown): Found[] {
  const found: Found[] = [];
  const trail = new Trail();
  const visit = (value: unknown) => {
    if (typeof value !== "object" || value === null) return;
    if (isMarked(value)) {
      const path = trail.here();
      found.push({ path, address: addressOf(value, path) });
      return;
    }
    const kind = kindOf(value);
    if (kind !== "object" && kind !== "array") return;
    const depth = trail.enter(value);
    for (const [key, item] of Object.entries(value)) {
      trail.path[depth] = kind === "array" ? Number(key) : key;
      visit(item);
    }
    trail.leave();
  };
  visit(message);
  return found;
}

/**
 * A plain address in a field that is known to hold one.
 *
 * @throws {InvalidAddress} for anything else
 */
export function addressAt(path: Path, text: unknown): Found {
  try {
    return { path, address: Address.parse(text as string) };
  } catch (error) {
    throw inField(error, path);
  }
}

function addressOf(marked: { readonly [REFERENCE_KEY]: unknown }, path: Path): Address {
  if (Object.keys(marked).length > 1) {
    throw refusal(
      path,
      `has the key "${REFERENCE_KEY}" and is no reference, which is { "${REFERENCE_KEY}": "<address>" } and nothing else`,
    );
  }
  try {
    return Address.parse(marked[REFERENCE_KEY] as string);
  } catch (cause) {
    throw refusal(path, `is a reference to what is no address: ${(cause as Error).message}`, cause);
  }
}
