import { describe } from "./describe.js";
import { hasExtraProperties, hasSymbolKeys } from "./extras.js";
import { kindOf } from "./kinds.js";
import * as limits from "./limits.js";
import { Output } from "./output.js";
import * as refusals from "./refusal.js";

/**
 * Checks data against the data model and has it written, in one pass. A format says how each value is
 * written; what this class holds is what every format refuses.
 */
export abstract class Walker {
  protected readonly out = new Output();
  /** The key or index that is being written, for each of `ancestors`. */
  protected readonly path: (string | number)[] = [];
  /** The arrays and objects around what is being written. */
  protected readonly ancestors: object[] = [];
  private cost = 0;

  protected abstract writeNull(): void;
  protected abstract writeUndefined(): void;
  protected abstract writeBoolean(value: boolean): void;
  protected abstract writeNumber(value: number): void;
  protected abstract writeBigint(value: bigint): void;
  protected abstract writeText(value: string): void;
  protected abstract writeBytes(value: Uint8Array): void;
  protected abstract writeDate(value: Date): void;
  protected abstract writeArrayHead(length: number): void;
  protected abstract writeMapHead(length: number): void;
  /** Writes keys and values, telling `path[depth]` each key before its value. */
  protected abstract writeEntries(
    object: Readonly<Record<string, unknown>>,
    keys: readonly string[],
    depth: number,
  ): void;

  /** The bytes for some data. Afterwards nothing of it is held any longer. */
  encode(data: unknown): Uint8Array {
    try {
      this.writeValue(data);
      return this.out.finish();
    } finally {
      this.out.reset();
      this.path.length = 0;
      this.ancestors.length = 0;
      this.cost = 0;
    }
  }

  protected writeValue(value: unknown): void {
    switch (typeof value) {
      case "string":
        return this.writeText(value);
      case "number":
        return this.writeNumber(value);
      case "boolean":
        return this.writeBoolean(value);
      case "undefined":
        return this.writeUndefined();
      case "object":
        return value === null ? this.writeNull() : this.writeObject(value);
      case "bigint":
        this.spend(limits.BOXED_COST);
        return this.writeBigint(value);
      default:
        return this.refuse(describe(value));
    }
  }

  /** Adds what reading the next value costs in memory. */
  protected spend(cost: number): void {
    this.cost += cost;
    if (this.cost > limits.FREE_COST && this.cost > limits.allowance(this.out.length)) {
      this.refuse(refusals.TOO_DENSE);
    }
  }

  /** Throws, naming where the value stands that is being written. */
  protected refuse(what: string): never {
    throw refusals.refusal(this.path.slice(0, this.ancestors.length), what);
  }

  private writeObject(value: object): void {
    switch (kindOf(value)) {
      case "object":
        return this.writeMap(value as Record<string, unknown>);
      case "array":
        return this.writeArray(value as unknown[]);
      case "bytes":
        return this.writeBinary(value as Uint8Array);
      case "buffer":
        return this.writeBinary(this.viewOf(value as ArrayBuffer));
      case "date":
        this.spend(limits.BOXED_COST);
        return this.writeDate(value as Date);
      default:
        return this.refuse(describe(value));
    }
  }

  private writeArray(array: readonly unknown[]): void {
    const { length } = array;
    if (length > limits.MAX_ITEMS) this.refuse(refusals.TOO_MANY_ITEMS);
    if (hasExtraProperties(array, length)) this.refuse(refusals.EXTRA_PROPERTIES);
    const depth = this.enter(array);
    this.writeArrayHead(length);
    for (let i = 0; i < length; i++) {
      this.path[depth] = i;
      const item = array[i];
      if (item === undefined && !(i in array)) this.refuse(refusals.HOLE);
      this.writeValue(item);
    }
    this.ancestors.pop();
  }

  private writeMap(object: Readonly<Record<string, unknown>>): void {
    const keys = Object.keys(object);
    if (keys.length > limits.MAX_KEYS) this.refuse(refusals.TOO_MANY_KEYS);
    if (hasSymbolKeys(object)) this.refuse(refusals.SYMBOL_KEY);
    const depth = this.enter(object);
    this.writeMapHead(keys.length);
    if (keys.length > 0) this.writeEntries(object, keys, depth);
    this.ancestors.pop();
  }

  private writeBinary(bytes: Uint8Array): void {
    // A view of a transferred buffer looks as if it had always been empty.
    if (bytes.length === 0) this.viewOf(bytes.buffer);
    this.spend(limits.BYTES_COST);
    this.writeBytes(bytes);
  }

  private viewOf(buffer: ArrayBufferLike): Uint8Array {
    try {
      return new Uint8Array(buffer);
    } catch {
      return this.refuse(refusals.DETACHED);
    }
  }

  private enter(container: object): number {
    const { ancestors } = this;
    const depth = ancestors.length;
    for (let i = 0; i < depth; i++) if (ancestors[i] === container) this.refuse(refusals.CYCLE);
    if (depth >= limits.MAX_DEPTH) this.refuse(refusals.TOO_DEEP);
    this.spend(limits.CONTAINER_COST);
    ancestors.push(container);
    return depth;
  }
}
