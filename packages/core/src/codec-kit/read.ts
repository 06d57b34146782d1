import { StashCorrupted } from "../errors.js";
import type { Scanner } from "./scanner.js";

/** A library that reads a format. */
export interface Library {
  readonly name: string;
  /** What stands for a value that the library is not to read. */
  readonly placeholder: Uint8Array;
  /** Reads maps as objects, and placeholders as what `scanner.next` gives. */
  toObjects(bytes: Uint8Array, scanner: Scanner): unknown;
  /** Reads maps as Maps, and placeholders likewise or as Maps with the key null. */
  toMaps(bytes: Uint8Array, scanner: Scanner): unknown;
}

/** Scans bytes, and has a library read them. */
export function read(scanner: Scanner, library: Library): unknown {
  const bytes = scanner.scan(library.placeholder);
  if (!scanner.needsMaps) {
    try {
      return library.toObjects(bytes, scanner);
    } catch {
      // It assigns to new objects, which fails where somebody froze `Object.prototype`.
      scanner.rewind();
    }
  }
  try {
    return fromMaps(library.toMaps(bytes, scanner), scanner);
  } catch (cause) {
    throw new StashCorrupted(
      `${library.name} cannot read a payload that is well-formed: does another module set its limits, is the stack almost full?`,
      { cause },
    );
  }
}

/** Makes objects of Maps, at any depth, and puts values in the place of placeholders. */
function fromMaps(value: unknown, scanner: Scanner): unknown {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = fromMaps(value[i], scanner);
    return value;
  }
  if (!(value instanceof Map)) return value;
  if (value.has(null)) return scanner.next();
  const object = {};
  for (const [key, item] of value) {
    setOwn(
      object,
      typeof key === "string" ? key : (scanner.next() as string),
      fromMaps(item, scanner),
    );
  }
  return object;
}

/**
 * The engine keeps an object's indices in an array, with room for all that could stand before them: of
 * `{"1000": 0}` that is 12 KB, for 7 bytes of a payload. A property that is read-only, if only for a moment,
 * moves them into a table, which has room for what is there (as `JSON.parse` makes it).
 */
function setOwn(object: object, key: string, value: unknown): void {
  const writable = !/^[1-9]\d{1,9}$/.test(key);
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable });
  if (!writable) Object.defineProperty(object, key, { writable: true });
}
