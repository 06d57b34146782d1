import { invalid } from "./invalid.js";

/**
 * The value of one field of a query in `application/x-www-form-urlencoded`, decoded; `undefined` where
 * there is none.
 *
 * @param text the address, for messages
 * @throws {InvalidAddress} for a field that stands twice, or that is not form-encoded
 */
export function formField(query: string, name: string, text: string): string | undefined {
  const start = valueAt(query, name, 0);
  if (start < 0) return undefined;
  const ampersand = query.indexOf("&", start);
  if (ampersand >= 0 && valueAt(query, name, ampersand + 1) >= 0) {
    throw invalid(text, `it has "${name}" twice`);
  }
  const value = query.slice(start, ampersand < 0 ? undefined : ampersand);
  try {
    return decodeURIComponent(value.replaceAll("+", " "));
  } catch (cause) {
    throw invalid(text, `its "${name}" is not form-encoded`, cause);
  }
}

/** Where the value of a field begins, looked for from the field that begins at `from`; -1 without. */
function valueAt(query: string, name: string, from: number): number {
  for (let at = from; ;) {
    if (query.startsWith(`${name}=`, at)) return at + name.length + 1;
    const ampersand = query.indexOf("&", at);
    if (ampersand < 0) return -1;
    at = ampersand + 1;
  }
}
