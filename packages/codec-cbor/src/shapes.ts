import { textHead } from "./head.js";
import { BadKey, keyOrder } from "./keys.js";
import { Output } from "./model/output.js";
import { writeText } from "./model/text.js";

/** The keys of an object as they were inserted, and how they are written. */
export interface Shape {
  /** Which key comes first, second…; `undefined`, if they stand in order already. */
  readonly order: Uint32Array | undefined;
  /** The keys in written order, encoded, one after the other. */
  readonly encoded: Uint8Array;
  /** Where each of them ends in `encoded`. */
  readonly ends: Uint32Array;
}

interface Slot {
  readonly keys: readonly string[];
  /** Made when the keys are met for the second time. */
  shape?: Shape | undefined;
}

const SLOTS = 256;
const MOST_KEYS = 64;
const MOST_CHARACTERS = 512;

/**
 * Remembers how the keys of recent objects are sorted and encoded: records of one kind have the same
 * keys in the same order. Bounded: 256 slots of at most 64 keys and 512 characters.
 */
export class Shapes {
  private readonly slots: (Slot | undefined)[] = Array.from({ length: SLOTS }, () => undefined);
  private readonly out = new Output(3 * MOST_CHARACTERS + 8 * MOST_KEYS);

  /** `undefined`: not met before, or too large to be kept. */
  get(keys: readonly string[]): Shape | undefined {
    const index = slotOf(keys);
    const slot = this.slots[index];
    if (slot !== undefined && sameKeys(slot.keys, keys)) return (slot.shape ??= this.make(keys));
    if (isSmall(keys)) this.slots[index] = { keys };
    return undefined;
  }

  private make(keys: readonly string[]): Shape | undefined {
    const order = keyOrder(keys);
    if (order instanceof BadKey) return undefined;
    const ends = new Uint32Array(keys.length);
    for (let i = 0; i < keys.length; i++) {
      writeText(this.out, keys[order === undefined ? i : order[i]!]!, textHead);
      ends[i] = this.out.position;
    }
    const encoded = this.out.finish();
    this.out.reset();
    return { order, encoded, ends };
  }
}

function isSmall(keys: readonly string[]): boolean {
  if (keys.length > MOST_KEYS) return false;
  let characters = 0;
  for (const key of keys) characters += key.length;
  return characters <= MOST_CHARACTERS;
}

// Cheap, and good enough to keep a few hundred kinds of records apart.
function slotOf(keys: readonly string[]): number {
  const first = keys[0]!;
  const last = keys[keys.length - 1]!;
  const hash =
    keys.length * 31 +
    first.length * 7 +
    first.charCodeAt(0) * 3 +
    last.length * 13 +
    last.charCodeAt(last.length - 1);
  return hash & (SLOTS - 1);
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
