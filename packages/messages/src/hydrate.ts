import { Buffer } from "node:buffer";
import { types } from "node:util";
import { type Stash, StashNotFound, StashTooLarge, validate } from "@kstash/core";
import { refusal } from "@kstash/core/codec-kit";
import { fieldName, type Keys, matchFields, parseFields } from "./fields.js";
import { inField } from "./in-field.js";
import { forEachLimited, type Limit, limitTo } from "./limit.js";
import { checkCount, type HydrateOptions, type Settings } from "./options.js";
import { Reads } from "./reads.js";
import { place } from "./replace-values.js";
import { addressAt, type Found, findReferences } from "./reference.js";

/** One call of `hydrate`: what its messages have in common. */
interface Call {
  readonly settings: Settings;
  readonly options: HydrateOptions;
  readonly fields: readonly Keys[];
  readonly maxBytes: number;
  readonly limit: Limit;
  readonly reads: Reads;
}

/** The most that a codec puts before text or bytes, which `maxBytes` does not count. */
const HEADER_BYTES = 16;
/** In place of a value that is larger than its share of `maxBytes`. */
const LARGER = Symbol("larger than its share");

export async function hydrate(
  settings: Settings,
  input: object | readonly object[],
  options: HydrateOptions,
): Promise<unknown> {
  const { signal } = options;
  signal?.throwIfAborted();
  const { kstash, config } = settings;
  const call: Call = {
    settings,
    options,
    fields: parseFields(options.fields),
    maxBytes: checkCount(options.maxBytes ?? 64 * 1024 * 1024, "maxBytes"),
    limit: limitTo(settings.concurrency),
    reads: new Reads({ kstash, config: options.config ?? config, signal }),
  };
  if (!Array.isArray(input)) return hydrateOne(call, input);
  const results = await Promise.allSettled(input.map((message) => hydrateOne(call, message)));
  signal?.throwIfAborted();
  return results;
}

async function hydrateOne(call: Call, message: unknown): Promise<unknown> {
  const { schema } = call.options;
  const reading = new MessageReading(call);
  const restored = await reading.follow(message, findReferences(message));
  const hydrated = await reading.follow(restored, findListed(restored, call.fields));
  return schema ? validate(hydrated, schema, "the message") : hydrated;
}

/** The plain addresses in the fields that the reader lists. */
export function findListed(message: unknown, fields: readonly Keys[]): Found[] {
  return matchFields(message, fields).flatMap(({ path, value }) => {
    return typeof value === "string" ? [addressAt(path, value)] : [];
  });
}

/** What one message may take, and has taken. */
class MessageReading {
  private readonly call: Call;
  private references = 0;
  private bytes = 0;

  constructor(call: Call) {
    this.call = call;
  }

  /** The message with what stands at the addresses in their place. */
  async follow(message: unknown, found: readonly Found[]): Promise<unknown> {
    const { settings } = this.call;
    this.references += found.length;
    if (this.references > settings.maxReferences) {
      throw refusal(
        [],
        `has ${this.references} references, maxReferences allows ${settings.maxReferences}`,
      );
    }
    const values = new Map<Found, unknown>();
    for (let left = found; left.length > 0;) {
      const larger = await this.readShares(left, values);
      // Each takes more than an equal share of what is left, so together they take more than all of it.
      if (larger.length === left.length) throw inField(this.tooLarge(), larger[0]!.path);
      left = larger;
    }
    return place(
      message,
      found.map((reference) => ({ path: reference.path, value: values.get(reference) })),
    );
  }

  /**
   * Reads what is no larger than an equal share of the bytes that are left: so many reads may be under way
   * at once, and hold no more than that together. Returns the references to what is larger.
   */
  private async readShares(found: readonly Found[], values: Map<Found, unknown>): Promise<Found[]> {
    const { limit, maxBytes } = this.call;
    const share = Math.floor((maxBytes - this.bytes) / found.length);
    const larger: Found[] = [];
    await forEachLimited(found, limit, async (reference) => {
      const value = await this.valueOf(reference, share);
      if (value === LARGER) larger.push(reference);
      else values.set(reference, value);
    });
    return larger;
  }

  private async valueOf(reference: Found, share: number): Promise<unknown> {
    try {
      return await this.read(reference, share);
    } catch (error) {
      const named = inField(error, reference.path);
      const { onMissing } = this.call.options;
      if (!onMissing || !StashNotFound.isInstance(named)) throw named;
      return onMissing(fieldName(reference.path), named);
    }
  }

  private async read({ address }: Found, share: number): Promise<unknown> {
    const result = await this.call.reads.read(address, share + HEADER_BYTES);
    if (!result) return LARGER;
    const { stash, isShared } = result;
    this.bytes += lengthOf(stash);
    if (this.bytes > this.call.maxBytes) throw this.tooLarge();
    // What stands in two places is two values, as it is in JSON.
    return isShared ? structuredClone(stash.data) : stash.data;
  }

  private tooLarge(): StashTooLarge {
    return new StashTooLarge(
      `with it the payloads of the message have more bytes than maxBytes allows, which is ${this.call.maxBytes}`,
    );
  }
}

/** Of its payload, in bytes: of the encoded one, where that is not the data itself. */
function lengthOf(stash: Stash): number {
  if (typeof stash.data === "string") return Buffer.byteLength(stash.data);
  return types.isUint8Array(stash.data) ? stash.data.byteLength : stash.encoded.length;
}
