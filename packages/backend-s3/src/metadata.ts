import type { Payload } from "@kstash/core";

// S3's limit for user-defined metadata: the bytes of all names and values ("Working with object
// metadata", S3 user guide).
const MAX_BYTES = 2048;

/**
 * What is stored beside the bytes, besides their type: whose they are. A shared link is read without
 * its address, and takes name and namespace from here.
 *
 * A name too long for S3's limit is left out: it stands in the path of the link as well.
 */
export function metadataOf(
  { namespace, name }: Pick<Payload, "namespace" | "name">,
  others: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const { "kstash-name": _replaced, ...kept } = others;
  const metadata = { ...kept, "kstash-namespace": percentEncode(namespace) };
  const named = { ...metadata, "kstash-name": percentEncode(name) };
  return sizeOf(named) <= MAX_BYTES ? named : metadata;
}

/** All but the unreserved characters of RFC 3986, section 2.3: headers carry ASCII only. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sizeOf(metadata: Record<string, string>): number {
  return Buffer.byteLength(Object.entries(metadata).flat().join(""));
}
