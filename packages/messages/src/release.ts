import { parseFields } from "./fields.js";
import { findListed } from "./hydrate.js";
import { inField } from "./in-field.js";
import { forEachLimited, limitTo } from "./limit.js";
import type { ReleaseOptions, Settings } from "./options.js";
import { type Found, findReferences } from "./reference.js";

export async function release(
  settings: Settings,
  message: object,
  options: ReleaseOptions,
): Promise<string[]> {
  const listed = findListed(message, parseFields(options.fields));
  return removeAll(settings, [...findReferences(message), ...listed], options);
}

/** Removes what is at some addresses, and says which something was removed from. */
export async function removeAll(
  settings: Settings,
  found: readonly Found[],
  { config = settings.config, signal }: ReleaseOptions,
): Promise<string[]> {
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
