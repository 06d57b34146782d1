import { splitKey } from "./digest.js";
import { InvalidAddress } from "./errors.js";
import { parseLink } from "./link.js";
import { checkName, checkNamespace, escapeName, unescapeName } from "./name.js";
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
const LINK_SCHEMES: ReadonlySet<string> = new Set(["https", "http"]);
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

  private constructor(parts: AddressParts, key: string, text: string) {
    this.scheme = parts.scheme;
    this.namespace = parts.namespace;
    this.name = parts.name;
    this.digest = parts.digest;
    this.key = key;
    this.query = parts.query ?? "";
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
    const scheme = text.slice(0, Math.max(colon, 0)).toLowerCase();
    if (!SCHEME.test(scheme)) throw invalid(text, "it does not start with scheme://");
    const start = colon + 3;
    if (LINK_SCHEMES.has(scheme)) {
      const link = parseLink(text, start);
      return new Address({ scheme, ...link }, `${link.name}.${link.digest}`, text);
    }

    const question = text.indexOf("?", start);
    const end = question < 0 ? text.length : question;
    const slash = text.indexOf("/", start);
    if (slash < 0 || slash > end) throw invalid(text, "it has no path after the namespace");
    const namespace = text.slice(start, slash);
    const path = text.slice(slash + 1, end);
    if (path.includes("#")) throw invalid(text, 'it has a "#" (in a name it is written %23)');
    const key = unescapeName(path, () => `invalid address ${redact(text)}`);
    const query = question < 0 ? "" : text.slice(question + 1);
    if (scheme === "inline") return Address.from({ scheme, namespace, name: key, query });
    const split = splitKey(key);
    if (!split) {
      throw invalid(text, "it does not end in a digest (.<32 or 64 lowercase hex digits>)");
    }
    return Address.from({ scheme, namespace, ...split, query });
  }

  /**
   * Makes an address of its parts, escaped as RFC 3986 asks.
   *
   * @throws {InvalidAddress} for a part that no address can hold
   */
  static from(parts: AddressParts): Address {
    const { scheme, namespace, name, digest, query } = parts;
    if (!SCHEME.test(scheme)) {
      throw new InvalidAddress(`invalid scheme ${JSON.stringify(scheme)}: it is [a-z][a-z0-9+.-]*`);
    }
    if (LINK_SCHEMES.has(scheme)) {
      throw new InvalidAddress(`a ${scheme} address is a signed link: it can be parsed, not made`);
    }
    checkNamespace(namespace);
    checkName(name, digest?.length);
    const key = digest === undefined ? name : `${name}.${digest}`;
    if ((digest !== undefined && !splitKey(key)) || (digest === undefined && scheme !== "inline")) {
      throw new InvalidAddress(
        `invalid digest for ${scheme}://${namespace}/${escapeName(name)}: it is 32 or 64 lowercase hex digits`,
      );
    }
    const suffix = digest === undefined ? "" : `.${digest}`;
    let text = `${scheme}://${namespace}/${escapeName(name)}${suffix}`;
    if (query) {
      if (!QUERY.test(query)) throw invalid(text, "its query has a character that must be escaped");
      text += `?${query}`;
    }
    return new Address(parts, key, text);
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
      return decodeURIComponent(value.includes("+") ? value.replaceAll("+", " ") : value);
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

function invalid(text: string, why: string): InvalidAddress {
  return new InvalidAddress(`invalid address ${redact(text)}: ${why}`);
}

function describe(value: unknown): string {
  return value === null ? "null" : typeof value;
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
