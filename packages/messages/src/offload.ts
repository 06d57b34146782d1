import { type Field, matchFields } from "./fields.js";
import { inField } from "./in-field.js";
import { forEachLimited, limitTo } from "./limit.js";
import { Sizes } from "./measure.js";
import { checkOverBytes, type OffloadOptions, type Settings } from "./options.js";
import { place } from "./replace-values.js";
import { type Reference, referenceTo } from "./reference.js";
import { Selection } from "./selection.js";
import { stashValue } from "./stash-value.js";

export async function offload(
  settings: Settings,
  message: object,
  options: OffloadOptions,
): Promise<object> {
  const { signal } = options;
  const overBytes = checkOverBytes(options.overBytes ?? settings.overBytes);
  signal?.throwIfAborted();
  const sizes = new Sizes(message);
  if (sizes.total <= overBytes) return message;

  const stash = async ({ path, value }: Field): Promise<Reference> => {
    try {
      return referenceTo((await stashValue(settings, value, sizes, signal)).address);
    } catch (error) {
      throw inField(error, path);
    }
  };
  const limit = limitTo(settings.concurrency);
  const listed = matchFields(message, settings.fields);
  const selection = new Selection(message, sizes, listed, settings.referenceBytes);
  while (selection.bytes > overBytes) {
    const fields = selection.choose(overBytes);
    const total = selection.replaced.length + fields.length;
    if (fields.length === 0 || total > settings.maxReferences) {
      return stash({ path: [], value: message });
    }
    const references = await forEachLimited(fields, limit, stash);
    fields.forEach((field, index) => selection.replace(field, references[index]!));
  }
  return place(message, selection.replaced) as object;
}
