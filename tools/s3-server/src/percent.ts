import { S3Error } from "./errors.js";

/** Percent-encodes as Signature Version 4 requires: everything but RFC 3986's unreserved characters. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The same, with `/` left alone: a path, or a key in a listing with `encoding-type=url`. */
export function percentEncodePath(path: string): string {
  return path.split("/").map(percentEncode).join("/");
}

/** @throws S3Error InvalidURI if a `%` does not start an escape, or the escapes are not UTF-8. */
export function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error("InvalidURI", { URI: text });
  }
}
