import { parseFields } from "./fields.js";
import { findListed } from "./hydrate.js";
import { inField } from "./in-field.js";
import { forEachLimited, limitTo } from "./limit.js";
import type { ReleaseOptions, Settings } from "./options.js";
import { findReferences } from "./reference.js";

export async function release(
  settings: Settings,
  message: object,
  options: ReleaseOptions,
): Promise<string[]> {
  const { config = settings.config, signal } = options;
  const found = [...findReferences(message), ...findListed(message, parseFields(options.fields))];
  // An inline address is its own payload: there is nothing to remove.
  const stored = new Map(
    found
      .filter(({ address }) => address.scheme !== "inline")
      .map((reference) => [reference.address.text, reference]),
  );
  const removed = await forEachLimited(
    [...stored.values()],
    limitTo(settings.concurrency),
    async ({ path, address }) => {
      try {
        return (await settings.kstash.remove(address, { config, signal })) ? [address.text] : [];
      } catch (error) {
        throw inField(error, path);
      }
    },
  );
  return removed.flat();
}
