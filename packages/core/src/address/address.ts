import { InvalidAddress } from "../errors.js";
import { isDigest, splitKey } from "./digest.js";
import { parseLink } from "./link.js";
import { checkName, checkNamespace, escapeName, unescapeName } from "./name.js";
import { invalid } from "./invalid.js";
import { formField } from "./query.js";
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
      throw new InvalidAddress(
        `an address is a string or an Address, not ${text === null ? "null" : typeof text}`,
      );
    }
    const colon = text.indexOf("://");
    // RFC 3986 section 3.1: schemes are case-insensitive, and written in lowercase.
    const scheme = text.slice(0, Math.max(colon, 0)).toLowerCase();
    if (!SCHEME.test(scheme)) throw invalid(text, "it does not start with scheme://");
    const start = colon + 3;
    if (isLink(scheme)) return new Address({ scheme, ...parseLink(text, start) }, text);

    const question = text.indexOf("?", start);
    const end = question < 0 ? text.length : question;
    const slash = text.indexOf("/", start);
    if (slash < 0 || slash > end) throw invalid(text, "it has no path after the namespace");
    const namespace = text.slice(start, slash);
    const path = text.slice(slash + 1, end);
    const query = text.slice(end + 1);
    if (path.includes("#")) throw invalid(text, 'it has a "#" (in a name it is written %23)');
    const key = unescapeName(path, text);
    if (scheme === "inline") return Address.make({ scheme, namespace, name: key, query });
    const split = splitKey(key);
    if (!split) {
      throw invalid(text, "it does not end in a digest (.<32 or 64 lowercase hex digits>)");
    }
    return Address.make({ scheme, namespace, ...split, query });
  }

  /**
   * Makes an address of its parts, escaped as RFC 3986 asks.
   *
   * @throws {InvalidAddress} for a part that no address can hold
   */
  static from(parts: AddressParts): Address {
    const { scheme } = parts;
    if (!SCHEME.test(scheme)) {
      throw new InvalidAddress(`invalid scheme ${JSON.stringify(scheme)}: it is [a-z][a-z0-9+.-]*`);
    }
    if (isLink(scheme)) {
      throw new InvalidAddress(`a ${scheme} address is a signed link: it can be parsed, not made`);
    }
    return Address.make(parts);
  }

  /** Makes an address of parts whose scheme has been checked. */
  private static make(parts: AddressParts): Address {
    const { scheme, namespace, name, digest, query } = parts;
    checkNamespace(namespace);
    checkName(name, digest?.length);
    if (digest === undefined ? scheme !== "inline" : !isDigest(digest)) {
      throw new InvalidAddress(
        `invalid digest for ${scheme}://${namespace}/${escapeName(name)}: it is 32 or 64 lowercase hex digits`,
      );
    }
    if (query && !QUERY.test(query)) {
      const without = textOf({ ...parts, query: "" });
      throw invalid(without, "its query has a character that must be escaped");
    }
    return new Address(parts, textOf(parts));
  }

  /**
   * The value of one form-encoded field of the query, decoded; `undefined` where there is none.
   *
   * @throws {InvalidAddress} for a field that stands twice, or that is not form-encoded
   */
  param(name: string): string | undefined {
    return formField(this.query, name, this.text);
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

function isLink(scheme: string): boolean {
  return scheme === "https" || scheme === "http";
}
