import type { Path } from "@kstash/core/codec-kit";
import { childrenOf, type Field, idOf } from "./fields.js";
import type { Sizes } from "./measure.js";
import { type Placement } from "./replace-values.js";
import type { Reference } from "./reference.js";

/** A field that may be replaced, and how many bytes of the message it is. */
export interface Candidate extends Field {
  readonly bytes: number;
}

/** Which fields of one message are replaced by references, and how large that leaves it. */
export class Selection {
  readonly replaced: Placement[] = [];
  private readonly message: object;
  private readonly sizes: Sizes;
  private readonly listed: readonly Field[];
  /** Of the message with the references so far. */
  bytes: number;
  /** How large the next reference will be, as far as is known. */
  private referenceBytes: number;
  /** Fields that have been chosen; none inside of another. */
  private readonly chosen = new Set<string>();
  /** What has a chosen field somewhere inside. */
  private readonly around = new Set<string>();

  /** @param referenceBytes how large a reference will be, roughly */
  constructor(message: object, sizes: Sizes, listed: readonly Field[], referenceBytes: number) {
    this.referenceBytes = referenceBytes;
    this.message = message;
    this.sizes = sizes;
    this.listed = listed;
    this.bytes = sizes.total;
  }

  /**
   * The fields to replace next, so that the message fits: the listed ones, then all others, the largest
   * first of either. None if even all of them were not enough.
   */
  choose(overBytes: number): Candidate[] {
    const { referenceBytes } = this;
    const fields: Candidate[] = [];
    let excess = this.bytes - overBytes;
    const take = (field: Candidate) => {
      fields.push(field);
      this.close(field.path);
      excess -= field.bytes - referenceBytes;
    };
    for (const field of this.largestFirst(this.listed)) {
      if (excess <= 0 || field.bytes <= referenceBytes) break;
      if (!this.isTaken(field.path)) take(field);
    }
    for (const field of this.largestFirst(this.untouched({ path: [], value: this.message }))) {
      if (excess <= 0 || field.bytes <= referenceBytes) break;
      take(this.narrow(field, excess + referenceBytes));
    }
    return excess <= 0 ? fields : [];
  }

  /** Puts a reference where a chosen field was, unless it is no smaller than the field. */
  replace({ path, bytes }: Candidate, reference: Reference): void {
    const referenceBytes = JSON.stringify(reference).length;
    if (referenceBytes >= bytes) return;
    this.bytes += referenceBytes - bytes;
    this.replaced.push({ path, value: reference });
    this.referenceBytes = Math.max(this.referenceBytes, referenceBytes);
  }

  /** The smallest part of a field that has so many bytes by itself: the rest of it can stay. */
  private narrow(field: Candidate, bytes: number): Candidate {
    const [largest] = this.largestFirst(childrenOf(field));
    return largest && largest.bytes >= bytes ? this.narrow(largest, bytes) : field;
  }

  /** The largest parts of the message that hold no chosen field. */
  private untouched(field: Field): Field[] {
    return childrenOf(field).flatMap((child) => {
      const id = idOf(child.path);
      if (this.chosen.has(id)) return [];
      return this.around.has(id) ? this.untouched(child) : [child];
    });
  }

  private largestFirst(fields: readonly Field[]): Candidate[] {
    return fields
      .filter(({ value }) => value !== undefined)
      .map((field) => ({ ...field, bytes: this.sizes.of(field.value) }))
      .toSorted((a, b) => b.bytes - a.bytes);
  }

  private close(path: Path): void {
    this.chosen.add(idOf(path));
    for (const outer of prefixes(path)) this.around.add(idOf(outer));
  }

  private isTaken(path: Path): boolean {
    const id = idOf(path);
    return (
      this.chosen.has(id) ||
      this.around.has(id) ||
      prefixes(path).some((outer) => this.chosen.has(idOf(outer)))
    );
  }
}

/** What a path goes through, without its end. */
function prefixes(path: Path): Path[] {
  return path.map((_, length) => path.slice(0, length));
}
