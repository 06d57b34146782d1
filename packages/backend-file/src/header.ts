/** What a file says of itself in its first line: whose stash it is, and how long the payload is. */
export interface Header {
  readonly namespace: string;
  /** Unescaped: `name.digest`. */
  readonly key: string;
  readonly contentType: string;
  /** Bytes of the payload, which follows the line and ends with the file. */
  readonly length: number;
}

/** The longest first line, in bytes. A key of 1,024 bytes takes up to 2,048, all of them escaped. */
export const MAX_HEADER_BYTES = 8192;

const MAGIC = "kstash-file/1 ";
const NEWLINE = 0x0a;

/** `kstash-file/1 {"namespace":…,"key":…,"contentType":…,"length":…}` and a newline: see it with `head -1`. */
export function formatHeader({ namespace, key, contentType, length }: Header): Uint8Array {
  const line = `${MAGIC}${JSON.stringify({ namespace, key, contentType, length })}\n`;
  const bytes = new TextEncoder().encode(line);
  if (bytes.length <= MAX_HEADER_BYTES) return bytes;
  throw new RangeError(
    `the content type has ${contentType.length} characters: too long for the first line of a file`,
  );
}

/**
 * Reads the first line back.
 *
 * @param start the file's first bytes, up to {@link MAX_HEADER_BYTES} of them
 * @returns the header and the bytes that it takes up, or `undefined` for a line of anything else
 */
export function parseHeader(start: Uint8Array): { header: Header; size: number } | undefined {
  const end = start.indexOf(NEWLINE);
  const line = new TextDecoder().decode(start.subarray(0, Math.max(end, 0)));
  if (!line.startsWith(MAGIC)) return undefined;
  try {
    const header: unknown = JSON.parse(line.slice(MAGIC.length));
    return isHeader(header) ? { header, size: end + 1 } : undefined;
  } catch {
    return undefined;
  }
}

function isHeader(value: unknown): value is Header {
  if (typeof value !== "object" || value === null) return false;
  const { namespace, key, contentType, length } = value as Record<string, unknown>;
  return (
    typeof namespace === "string" &&
    typeof key === "string" &&
    typeof contentType === "string" &&
    Number.isSafeInteger(length) &&
    (length as number) >= 0
  );
}
