/** The first line of a file: whose stash it is, and how long the payload is. */
export interface Header {
  readonly namespace: string;
  /** Unescaped: `name.digest`. */
  readonly key: string;
  readonly contentType: string;
  /** The length of the payload in bytes. It follows the line and ends with the file. */
  readonly length: number;
}

/** The longest header, in bytes. A key of 1,024 bytes takes up to 2,048 when all of them are escaped. */
export const MAX_HEADER_BYTES = 8192;

const MAGIC = "kstash-file/1 ";
const NEWLINE = 0x0a;

/** `kstash-file/1 {"namespace":…,"key":…,"contentType":…,"length":…}` and a newline, so `head -1` shows it. */
export function formatHeader({ namespace, key, contentType, length }: Header): Uint8Array {
  const line = `${MAGIC}${JSON.stringify({ namespace, key, contentType, length })}\n`;
  const bytes = new TextEncoder().encode(line);
  if (bytes.length <= MAX_HEADER_BYTES) return bytes;
  throw new RangeError(
    `the content type has ${contentType.length} characters, too long for the header of a file`,
  );
}

/**
 * Parses a header.
 *
 * @param start the file's first bytes, up to {@link MAX_HEADER_BYTES} of them
 * @returns the header and its size in bytes, or `undefined` if it is none
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
