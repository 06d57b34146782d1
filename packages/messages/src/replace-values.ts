import type { Path } from "@kstash/core/codec-kit";

/** A value, and where in a message it shall stand. */
export interface Placement {
  readonly path: Path;
  readonly value: unknown;
}

/**
 * A message with other values at some paths, none inside of another. What is not on the way to one of them
 * is shared with the message, which is not changed; keys keep their order.
 */
export function place(message: unknown, placements: readonly Placement[], depth = 0): unknown {
  const [first] = placements;
  if (!first) return message;
  if (first.path.length === depth) return first.value;
  const inner = message as Record<string | number, unknown>;
  const copy = (
    Array.isArray(message) ? [...(message as unknown[])] : { ...inner }
  ) as typeof inner;
  for (const [key, group] of groupByKey(placements, depth)) {
    // The copy has the key as its own already: even __proto__ is a member like any other.
    copy[key] = place(inner[key], group, depth + 1);
  }
  return copy;
}

function groupByKey(placements: readonly Placement[], depth: number) {
  const groups = new Map<string | number, Placement[]>();
  for (const placement of placements) {
    const key = placement.path[depth]!;
    const group = groups.get(key);
    if (group) group.push(placement);
    else groups.set(key, [placement]);
  }
  return groups;
}
