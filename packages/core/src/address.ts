import { isDigest, splitKey } from "./digest.js";
import { InvalidAddress } from "./errors.js";
import { parseLink } from "./link.js";
import { checkName, checkNamespace, escapeName, isPlainName, unescapeName } from "./name.js";
import { redact } from "./redact.js";

/** What an address is made of. */
export interface AddressParts {
  /** A backend's name: `[a-z][a-z0-9+.-]*` (RFC 3986 section 3.1, lowercase). */
  readonly scheme: string;
  readonly namespace: string;
  /** Unescaped. */
  readonly name: string;
  /** Lowercase hex, 32 (MD5) or 64 (SHA-256) characters; none in an inline address. */
  readonly digest?: string | undefined;
  /** What follows the `?`, as it stands there; `""` where nothing does. */
  readonly query?: string | undefined;
}

const SCHEME = /^[a-z][a-z0-9+.-]*$/;
// RFC 3986 section 3.4, and the two characters that form-encoding leaves bare.
const QUERY = /^[A-Za-z0-9\-._~:/?@!$&'()*+,;=%]*$/;
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/**
 * Where a stash is: `scheme://namespace/name.digest`, `inline://namespace/name?data=…`, or a shared
 * `https://` link. Immutable. `String(address)` and `JSON.stringify(address)` give its text.
 */
export class Address implements AddressParts {
  readonly scheme: string;
  readonly namespace: string;
  readonly name: string;
  readonly digest: string | undefined;
  /** What the payload is stored under: `name.digest`, unescaped; the name alone in an inline address. */
  readonly key: string;
  readonly query: string;
  /** The address itself. A shared link is kept to the letter: its signature covers it. */
  readonly text: string;

  private constructor(parts: AddressParts, text: string) {
    const { scheme, namespace, name, digest, query = "" } = parts;
    this.scheme = scheme;
    this.namespace = namespace;
    this.name = name;
    this.digest = digest;
    this.key = digest === undefined ? name : `${name}.${digest}`;
    this.query = query;
    this.text = text;
    Object.freeze(this);
  }

  /**
   * Reads an address from text. Linear in its length; never goes through `URL`, which would
   * normalise it.
   *
   * @throws {InvalidAddress} saying what is wrong with it
   */
  static parse(text: string): Address {
    if (typeof text !== "string") {
      throw new InvalidAddress(`an address is a string or an Address, not ${describe(text)}`);
    }
    const colon = text.indexOf("://");
    // RFC 3986 section 3.1: schemes are case-insensitive, and written in lowercase.
    const written = text.slice(0, Math.max(colon, 0));
    const scheme = written.toLowerCase();
    if (!SCHEME.test(scheme)) throw invalid(text, "it does not start with scheme://");
    const start = colon + 3;
    if (isLink(scheme)) {
      return new Address({ scheme, ...parseLink(text, start) }, text);
    }

    const question = text.indexOf("?", start);
    const end = question < 0 ? text.length : question;
    const slash = text.indexOf("/", start);
    if (slash < 0 || slash > end) throw invalid(text, "it has no path after the namespace");
    const namespace = text.slice(start, slash);
    const path = text.slice(slash + 1, end);
    const query = question < 0 ? "" : text.slice(question + 1);
    const plain = isPlainName(path);
    if (!plain && path.includes("#")) {
      throw invalid(text, 'it has a "#" (in a name it is written %23)');
    }
    const key = plain ? path : unescaped(path, text);
    // Most addresses are written already as they are written here.
    const own = plain && scheme === written && question < 0 === (query === "") ? text : undefined;
    if (scheme === "inline")
      return Address.make({ scheme, namespace, name: key, query }, own, plain);
    const split = splitKey(key);
    if (!split) {
      throw invalid(text, "it does not end in a digest (.<32 or 64 lowercase hex digits>)");
    }
    const { name, digest } = split;
    return Address.make({ scheme, namespace, name, digest, query }, own, plain);
  }

  /**
   * Makes an address of its parts, escaped as RFC 3986 asks.
   *
   * @throws {InvalidAddress} for a part that no address can hold
   */
  static from(parts: AddressParts): Address {
    const { scheme, namespace, name, digest } = parts;
    if (!SCHEME.test(scheme)) {
      throw new InvalidAddress(`invalid scheme ${JSON.stringify(scheme)}: it is [a-z][a-z0-9+.-]*`);
    }
    if (isLink(scheme)) {
      throw new InvalidAddress(`a ${scheme} address is a signed link: it can be parsed, not made`);
    }
    if (digest === undefined ? scheme !== "inline" : !isDigest(digest)) {
      checkNamespace(namespace);
      checkName(name);
      throw new InvalidAddress(
        `invalid digest for ${scheme}://${namespace}/${escapeName(name)}: it is 32 or 64 lowercase hex digits`,
      );
    }
    return Address.make(parts);
  }

  /**
   * Of parts whose scheme and digest are known to be right.
   *
   * @param text what they make together, where it is known
   * @param plain whether the name is known to be right as well
   */
  private static make(parts: AddressParts, text?: string, plain = false): Address {
    const { namespace, name, digest, query } = parts;
    checkNamespace(namespace);
    if (!plain) checkName(name, digest?.length);
    if (query && !QUERY.test(query)) {
      const without = textOf({ ...parts, query: "" });
      throw invalid(without, "its query has a character that must be escaped");
    }
    return new Address(parts, text ?? textOf(parts));
  }

  /**
   * The value of one form-encoded field of the query, decoded; `undefined` where there is none.
   *
   * @throws {InvalidAddress} for a field that stands twice, or that is not form-encoded
   */
  param(name: string): string | undefined {
    const start = fieldAt(this.query, name, 0);
    if (start < 0) return undefined;
    const ampersand = this.query.indexOf("&", start);
    if (ampersand >= 0 && fieldAt(this.query, name, ampersand + 1) >= 0) {
      throw invalid(this.text, `it has "${name}" twice`);
    }
    const value = this.query.slice(start, ampersand < 0 ? undefined : ampersand);
    try {
      return decodeForm(value);
    } catch (cause) {
      throw new InvalidAddress(
        `invalid address ${redact(this.text)}: its "${name}" is not form-encoded`,
        { cause },
      );
    }
  }

  /** Whether the other is the same address, to the letter. */
  equals(other: unknown): boolean {
    return (typeof other === "string" || other instanceof Address) && String(other) === this.text;
  }

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }

  /** For logs: the query is the payload itself, or a live credential. */
  [INSPECT](): string {
    return `Address(${redact(this.text)})`;
  }
}

function textOf({ scheme, namespace, name, digest, query }: AddressParts): string {
  const suffix = digest === undefined ? "" : `.${digest}`;
  return `${scheme}://${namespace}/${escapeName(name)}${suffix}${query ? `?${query}` : ""}`;
}

// Not in `parse`: what a closure captures costs that function an object for each call.
function unescaped(path: string, text: string): string {
  return unescapeName(path, () => `invalid address ${redact(text)}`);
}

function isLink(scheme: string): boolean {
  return scheme === "https" || scheme === "http";
}

function invalid(text: string, why: string): InvalidAddress {
  return new InvalidAddress(`invalid address ${redact(text)}: ${why}`);
}

function describe(value: unknown): string {
  return value === null ? "null" : typeof value;
}

/** The decoded value of a form-encoded field. */
function decodeForm(value: string): string {
  // A third of the time of replaceAll, where a hostile one is nothing but pluses.
  const spaced = value.includes("+") ? value.split("+").join(" ") : value;
  return decodeBase64Escapes(spaced) ?? decodeURIComponent(spaced);
}

/**
 * The escapes that base64 needs, in a quarter of the time of `decodeURIComponent`; `undefined` where
 * there are others, or many.
 */
function decodeBase64Escapes(value: string): string | undefined {
  let decoded = "";
  let from = 0;
  for (let escapes = 0; escapes < 64; escapes++) {
    const at = value.indexOf("%", from);
    if (at < 0) return from === 0 ? value : decoded + value.slice(from);
    const [high, low] = [value.charCodeAt(at + 1), value.charCodeAt(at + 2)];
    let character: string;
    if (high === 0x33 && low === 0x44) character = "=";
    else if (high === 0x32 && low === 0x46) character = "/";
    else if (high === 0x32 && low === 0x42) character = "+";
    else return undefined;
    decoded += value.slice(from, at) + character;
    from = at + 3;
  }
  return undefined;
}

/** Where the value of a field begins, looked for from the field that begins at `from`; -1 without. */
function fieldAt(query: string, name: string, from: number): number {
  for (let at = from; ;) {
    if (query.startsWith(name, at) && query[at + name.length] === "=") return at + name.length + 1;
    const ampersand = query.indexOf("&", at);
    if (ampersand < 0) return -1;
    at = ampersand + 1;
  }
}
