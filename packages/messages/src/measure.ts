import { Buffer } from "node:buffer";
import {
  describe,
  hasExtraProperties,
  hasSymbolKeys,
  kindOf,
  refusals,
  Trail,
} from "@kstash/core/codec-kit";
import { isMarked, REFERENCE_KEY } from "./reference.js";

const RESERVED = `has the key "${REFERENCE_KEY}", which is reserved for references: rename it (and send a message that holds references already as it is)`;

/**
 * The sizes of a message's values: the bytes of UTF-8 of what `JSON.stringify` writes for each.
 * Members that are undefined count nothing, as JSON leaves them out; all else that JSON would change or
 * leave out is refused.
 */
export class Sizes {
  /** Of the whole message. */
  readonly total: number;
  /** Whether there are members that JSON leaves out. */
  hasUndefined = false;
  private readonly reserved: boolean;
  private readonly known = new Map<object, number>();
  private readonly trail = new Trail();

  /**
   * @param reserved whether the key of references is refused
   * @throws {InvalidData} for what JSON cannot carry, and for the reserved key
   */
  constructor(message: object, { reserved = true } = {}) {
    this.reserved = reserved;
    if (typeof message !== "object" || message === null || kindOf(message) !== "object") {
      this.trail.refuse("is no message: pass a plain object, as JSON.parse gives it");
    }
    this.total = this.of(message);
  }

  /** Of a value of the message. */
  of(value: unknown): number {
    switch (typeof value) {
      case "string":
        return Buffer.byteLength(JSON.stringify(value));
      case "number":
        if (Number.isFinite(value)) return JSON.stringify(value).length;
        return this.trail.refuse(`is ${value}, which JSON cannot carry: pass null or a string`);
      case "boolean":
        return value ? 4 : 5;
      case "undefined":
        return this.trail.refuse("is undefined, which JSON cannot carry here: pass null");
      case "bigint":
        return this.trail.refuse("is a bigint, which JSON cannot carry: pass a string");
      case "object":
        return value === null ? 4 : this.ofObject(value);
      default:
        return this.trail.refuse(describe(value));
    }
  }

  private ofObject(value: object): number {
    const known = this.known.get(value);
    if (known !== undefined) return known;
    const kind = kindOf(value);
    const size =
      kind === "object" || kind === "array"
        ? this.ofContainer(value, kind)
        : this.refuse(value, kind);
    this.known.set(value, size);
    return size;
  }

  private ofContainer(value: object, kind: "object" | "array"): number {
    if (this.reserved && isMarked(value)) this.trail.refuse(RESERVED);
    if (hasSymbolKeys(value)) this.trail.refuse(refusals.SYMBOL_KEY);
    const depth = this.trail.enter(value);
    const size =
      kind === "array" ? this.ofItems(value as unknown[], depth) : this.ofMembers(value, depth);
    this.trail.leave();
    return size;
  }

  private ofItems(array: readonly unknown[], depth: number): number {
    if (hasExtraProperties(array, array.length)) this.trail.refuse(refusals.EXTRA_PROPERTIES);
    let size = 2 + Math.max(array.length - 1, 0);
    for (let i = 0; i < array.length; i++) {
      this.trail.path[depth] = i;
      if (!(i in array)) this.trail.refuse(refusals.HOLE);
      size += this.of(array[i]);
    }
    return size;
  }

  private ofMembers(object: object, depth: number): number {
    let size = 2;
    for (const [key, value] of Object.entries(object)) {
      this.trail.path[depth] = key;
      if (key === "__proto__") this.trail.refuse(refusals.KEY_PROTO);
      if (value === undefined) this.hasUndefined = true;
      // With the colon, and a comma behind every member.
      else size += this.of(key) + 1 + this.of(value) + 1;
    }
    return size > 2 ? size - 1 : size;
  }

  private refuse(value: object, kind: ReturnType<typeof kindOf>): never {
    if (kind === "bytes" || kind === "buffer") {
      this.trail.refuse(
        "is bytes, which JSON cannot carry: pass base64, or stash them by themselves",
      );
    }
    if (typeof (value as { toJSON?: unknown }).toJSON === "function") {
      this.trail.refuse("has a method toJSON, which would change it: pass what that returns");
    }
    return this.trail.refuse(describe(value));
  }
}
