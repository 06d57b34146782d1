import type { Codec } from "../codec/codec.js";
import { StashCorrupted } from "../errors.js";
import type { Format } from "./format.js";
import type { Scanner } from "./scanner.js";
import { Walker } from "./walker.js";

/** A codec without its names. */
export function codecOf(
  format: Format,
): Required<Pick<Codec, "encode" | "decode" | "bytesHeader" | "readBytesHeader">> {
  return {
    encode: (data) => new Walker(format).encode(data),
    decode: (bytes) => decode(format, bytes),
    bytesHeader: format.bytesHeader,
    readBytesHeader(start) {
      const scanner = format.scanner(start);
      const length = scanner.bytesLength();
      return length === undefined ? undefined : { headerLength: scanner.position, length };
    },
  };
}

let current: Scanner;

/** The value of the next placeholder, while a library reads. */
export function nextValue(): unknown {
  return current.values[current.taken++];
}

function decode(format: Format, bytes: Uint8Array): unknown {
  current = format.scanner(bytes);
  const readable = current.scan(format.placeholder);
  if (!current.needsMaps) {
    try {
      return format.toObjects.decode(readable);
    } catch {
      // It assigns to new objects, which fails where somebody froze `Object.prototype`.
      current.taken = 0;
    }
  }
  try {
    return fromMaps(format.toMaps.decode(readable));
  } catch (cause) {
    const hint = "did another module set its limits, or is the stack almost full?";
    throw new StashCorrupted(`${format.library} fails on a payload that is well-formed: ${hint}`, {
      cause,
    });
  }
}

/** Makes objects of Maps, at any depth, and puts values in the place of placeholders. */
function fromMaps(value: unknown): unknown {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = fromMaps(value[i]);
    return value;
  }
  if (!(value instanceof Map)) return value;
  if (value.has(null)) return nextValue();
  const object = {};
  for (const [key, item] of value) {
    setOwn(object, typeof key === "string" ? key : (nextValue() as string), fromMaps(item));
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
