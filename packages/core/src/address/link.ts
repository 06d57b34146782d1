import { splitKey } from "./digest.js";
import { invalid } from "./invalid.js";
import { checkName, checkNamespace, unescapeName } from "./name.js";

/** What the text of a shared link says of the stash behind it. */
export interface Link {
  readonly namespace: string;
  readonly name: string;
  readonly digest: string;
  readonly query: string;
}

// RFC 3986: host (reg-name without escapes, IPv4, or an IP literal) and port; no user information.
const AUTHORITY = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?$/;
const CHARACTERS = /^[A-Za-z0-9\-._~:/?[\]@!$&'()*+,;=%]*$/;
const VIRTUAL_HOSTED = /^(.+?)\.s3[.-]/;
// The last two: Google Cloud Storage ("Request endpoints"), and Azure ("Storage account endpoints").
const PATH_STYLE =
  /^(?:s3[.-].*|[^.]+|[0-9.]+|\[.*|storage\.googleapis\.com|[^.]+\.(?:[^.]+\.)?blob\.(?:core|storage)\..*)$/;

/**
 * Reads `https://bucket.s3.region.amazonaws.com/key?…` (virtual-hosted style) and
 * `https://host/bucket/key?…` (path style), as "Methods for accessing a general purpose bucket" of
 * the S3 user guide has them. Which of the two a host outside AWS uses its URL does not say: a first
 * guess, which the stored object's metadata overrides.
 *
 * @throws {InvalidAddress}
 */
export function parseLink(text: string, start: number): Link {
  if (!CHARACTERS.test(text)) {
    throw invalid(
      text,
      "a link has only the characters of RFC 3986, the others escaped, and no fragment",
    );
  }
  const question = text.indexOf("?", start);
  const end = question < 0 ? text.length : question;
  const slash = text.indexOf("/", start);
  if (slash < 0 || slash > end) throw invalid(text, "it has no path");
  const authority = text.slice(start, slash);
  if (authority.includes("@")) throw invalid(text, "a link carries no user name or password");
  if (!AUTHORITY.test(authority)) throw invalid(text, "its host is not one that a link can have");

  const path = unescapeName(text.slice(slash + 1, end), text);
  const host = authority.replace(/:[0-9]+$/, "").toLowerCase();
  const [namespace, key] = locate(host, path);
  const split = splitKey(key);
  if (!split)
    throw invalid(text, "its path does not end in a digest (.<32 or 64 lowercase hex digits>)");
  checkNamespace(namespace);
  checkName(split.name, split.digest.length);
  return { namespace, ...split, query: question < 0 ? "" : text.slice(question + 1) };
}

function locate(host: string, path: string): [namespace: string, key: string] {
  const bucket = VIRTUAL_HOSTED.exec(host)?.[1];
  if (bucket) return [bucket, path];
  if (PATH_STYLE.test(host)) {
    const slash = path.indexOf("/");
    return [path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)];
  }
  return [host.slice(0, host.indexOf(".")), path];
}
