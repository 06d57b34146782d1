import { utf8Length } from "#platform";
import { InvalidAddress } from "../errors.js";
import { invalid } from "./invalid.js";
import { quote } from "./redact.js";

/** S3's limit for an object key, in bytes of UTF-8. */
export const MAX_KEY_BYTES = 1024;

const NAMESPACE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/;
// Most names: one segment that needs neither a closer look nor an escape.
const PLAIN = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,254}$/;
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
// encodeURIComponent escapes these; RFC 3986 allows them in a path segment (pchar, section 3.3).
const PCHAR_ESCAPES = /%(?:24|26|2B|2C|3A|3B|3D|40)/g;

/**
 * A namespace is a letter or digit, then up to 254 of `[A-Za-z0-9._-]`.
 *
 * @throws {InvalidAddress}
 */
export function checkNamespace(namespace: string): void {
  if (typeof namespace !== "string" || !NAMESPACE.test(namespace)) {
    throw new InvalidAddress(
      `invalid namespace ${quote(namespace)}: it is a letter or digit, then up to 254 of A-Z a-z 0-9 . _ -`,
    );
  }
}

/**
 * A name is one or more `/`-separated segments, none empty, none `.` or `..`; well-formed Unicode
 * without control characters; the key made of it at most 1,024 bytes of UTF-8.
 *
 * @param digestLength characters of the digest that will follow the name: 32 or 64
 * @throws {InvalidAddress}
 */
export function checkName(name: string, digestLength = 32): void {
  if (typeof name === "string" && PLAIN.test(name)) return;
  const flaw = flawOf(name, MAX_KEY_BYTES - 1 - digestLength);
  if (flaw) throw new InvalidAddress(`invalid name ${quote(name)}: ${flaw}`);
}

function flawOf(name: unknown, maxBytes: number): string | undefined {
  if (typeof name !== "string") return `a name is a string`;
  if (name === "") return "it is empty";
  const bytes = utf8Length(name);
  if (bytes > maxBytes) return `it has ${bytes} bytes of UTF-8, ${maxBytes} are possible`;
  if (!name.isWellFormed()) return "it has a lone surrogate";
  if (CONTROL.test(name)) return "it has a control character";
  for (const segment of name.split("/")) {
    if (segment === "") return 'it has an empty segment (no "/" at either end, no "//")';
    if (segment === "." || segment === "..") return `it has the segment "${segment}"`;
  }
  return undefined;
}

/** A name as it stands in an address: escaped where RFC 3986 does not allow a character. */
export function escapeName(name: string): string {
  if (PLAIN.test(name)) return name;
  return name
    .split("/")
    .map((segment) => encodeURIComponent(segment).replace(PCHAR_ESCAPES, decodeURIComponent))
    .join("/");
}

/**
 * The way back. Characters that should have been escaped are read as themselves, since the Python
 * edition escapes nothing.
 *
 * @param text the address, for messages
 * @throws {InvalidAddress} for a `%` that starts no escape, escapes that are no UTF-8, and `%2F`
 *   (a segment has no slash)
 */
export function unescapeName(path: string, text: string): string {
  if (!path.includes("%")) return path;
  if (/%2f/i.test(path)) throw invalid(text, "its name has an escaped slash (%2F)");
  try {
    return decodeURIComponent(path);
  } catch (cause) {
    const why = 'its name has a "%" that starts no escape of UTF-8 (a percent sign is written %25)';
    throw invalid(text, why, cause);
  }
}
