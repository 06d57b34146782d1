import { Buffer } from "node:buffer";
import { types } from "node:util";
import { type Address, type Stash, StashNotFound, StashTooLarge, validate } from "@kstash/core";
import { refusal } from "@kstash/core/codec-kit";
import { fieldName, type Keys, matchFields, parseFields } from "./fields.js";
import { inField } from "./in-field.js";
import { forEachLimited, type Limit, limitTo } from "./limit.js";
import { checkCount, type HydrateOptions, type Settings } from "./options.js";
import { place } from "./replace-values.js";
import { addressAt, type Found, findReferences } from "./reference.js";

/** One call of `hydrate`: what its messages have in common. */
interface Call {
  readonly settings: Settings;
  readonly options: HydrateOptions;
  readonly fields: readonly Keys[];
  readonly maxBytes: number;
  readonly limit: Limit;
  /** Each address is read once, whichever messages refer to it. */
  readonly reads: Map<string, Promise<Stash>>;
}

export async function hydrate(
  settings: Settings,
  input: object | readonly object[],
  options: HydrateOptions,
): Promise<unknown> {
  const { signal } = options;
  signal?.throwIfAborted();
  const call: Call = {
    settings,
    options,
    fields: parseFields(options.fields),
    maxBytes: checkCount(options.maxBytes ?? 64 * 1024 * 1024, "maxBytes"),
    limit: limitTo(settings.concurrency),
    reads: new Map(),
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
    const { limit, settings } = this.call;
    this.references += found.length;
    if (this.references > settings.maxReferences) {
      throw refusal(
        [],
        `has ${this.references} references, maxReferences allows ${settings.maxReferences}`,
      );
    }
    const values = await forEachLimited(found, limit, (reference) => this.valueOf(reference));
    return place(
      message,
      found.map(({ path }, index) => ({ path, value: values[index] })),
    );
  }

  private async valueOf({ path, address }: Found): Promise<unknown> {
    try {
      return await this.read(address);
    } catch (error) {
      const named = inField(error, path);
      const { onMissing } = this.call.options;
      if (!onMissing || !StashNotFound.isInstance(named)) throw named;
      return onMissing(fieldName(path), named);
    }
  }

  private async read(address: Address): Promise<unknown> {
    const { reads, settings, options, maxBytes } = this.call;
    const { config = settings.config, signal } = options;
    const earlier = reads.get(address.text);
    const read = earlier ?? settings.kstash.retrieve(address, { config, signal });
    reads.set(address.text, read);
    const stash = await read;
    this.bytes += lengthOf(stash);
    if (this.bytes > maxBytes) {
      throw new StashTooLarge(
        `with it the payloads of the message have ${this.bytes} bytes, maxBytes allows ${maxBytes}`,
      );
    }
    // What stands in two places is two values, as it is in JSON.
    return earlier ? structuredClone(stash.data) : stash.data;
  }
}

/** Of its payload, in bytes: of the encoded one, where that is not the data itself. */
function lengthOf(stash: Stash): number {
  if (typeof stash.data === "string") return Buffer.byteLength(stash.data);
  return types.isUint8Array(stash.data) ? stash.data.byteLength : stash.encoded.length;
}
