// Written from WIRE.md rather than taken from the backends, which are checked against it.
const MAX_NAME_BYTES = 256;

/** The user-defined metadata of an object: on S3, on Google Cloud Storage (`gs`), or on Azure (`az`). */
export function metadataOf(
  scheme: string,
  namespace: string,
  name: string,
): Record<string, string> {
  const separator = scheme === "az" ? "_" : "-";
  const owner = { [`kstash${separator}namespace`]: encode(namespace) };
  const value = encode(name);
  if (scheme === "s3" && value.length > MAX_NAME_BYTES) return owner;
  return { ...owner, [`kstash${separator}name`]: value };
}

/** Each byte of the UTF-8 that is no unreserved character of RFC 3986 section 2.3 as %HH. */
function encode(text: string): string {
  return Array.from(Buffer.from(text), (byte) => {
    const character = String.fromCharCode(byte);
    if (/[A-Za-z0-9._~-]/.test(character)) return character;
    return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
}
