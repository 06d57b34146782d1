import { types } from "node:util";
import type { Stash } from "@kstash/core";
import type { Sizes } from "./measure.js";
import type { Settings } from "./options.js";

/** Stashes a value of a message as data: what JSON makes of it, or the bytes of an event. */
export function stashValue(
  { kstash, name, namespace, config }: Settings,
  value: unknown,
  sizes: Sizes,
  signal: AbortSignal | undefined,
): Promise<Stash> {
  // Members that are undefined would be stashed as such.
  const isJson = !types.isUint8Array(value);
  const data: unknown = sizes.hasUndefined && isJson ? JSON.parse(JSON.stringify(value)) : value;
  return kstash.create(name, data, { namespace, config, signal });
}
