import { percentEncode } from "@kstash/backend-kit";
import type { Payload } from "@kstash/core";

// S3's limit for all names and values together ("Working with object metadata", S3 user guide), and
// Swift's for one value (max_meta_value_length).
const MAX_BYTES = 2048;
const MAX_VALUE_BYTES = 256;

/**
 * What is stored beside the bytes, besides their type: whose they are. A shared link is read without
 * its address, and takes name and namespace from here.
 *
 * A name over either limit is left out: it is in the path of the link as well.
 */
export function metadataOf(
  { namespace, name }: Pick<Payload, "namespace" | "name">,
  others: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const { "kstash-name": _replaced, ...kept } = others;
  const metadata = { ...kept, "kstash-namespace": percentEncode(namespace) };
  const value = percentEncode(name);
  const named: Record<string, string> = { ...metadata, "kstash-name": value };
  let size = 0;
  for (const key in named) size += Buffer.byteLength(`${key}${named[key]}`);
  return value.length <= MAX_VALUE_BYTES && size <= MAX_BYTES ? named : metadata;
}
