import { inspect } from "node:util";

/** Up to this length listing the keys is cheaper than asking `inspect`. */
const SHORT = 64;

// `inspect` lists an array's own properties without walking its items, which nothing else in Node
// does: `Object.keys` makes a string for every index.
const onlyProperties = { maxArrayLength: 0, depth: 0, customInspect: false, breakLength: Infinity };
const clean = inspect(Array.from({ length: SHORT }), onlyProperties).split(String(SHORT));

/** Whether an array has enumerable properties of its own beside its items, as `"a".match(/a/)` does. */
export function hasExtraProperties(array: readonly unknown[], length: number): boolean {
  if (length > SHORT && inspect(array, onlyProperties) === clean.join(String(length))) return false;
  return Object.keys(array).length > length || hasSymbolKeys(array);
}

/** Whether an object has enumerable symbols as keys, which `Object.keys` leaves out. */
export function hasSymbolKeys(object: object): boolean {
  for (const key of Object.getOwnPropertySymbols(object)) {
    if (isEnumerable.call(object, key)) return true;
  }
  return false;
}

const isEnumerable = Object.prototype.propertyIsEnumerable;
