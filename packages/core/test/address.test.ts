import { inspect } from "node:util";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Address, InvalidAddress } from "../src/index.js";
import { MD5, SHA256 } from "./support.js";

const digest = fc.oneof(fc.stringMatching(/^[0-9a-f]{32}$/), fc.stringMatching(/^[0-9a-f]{64}$/));
const namespace = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/);
const segment = fc
  .oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
    fc.string({ unit: "binary", minLength: 1, maxLength: 12 }),
    fc.constantFrom(
      "%",
      "%2F",
      "a b",
      "?",
      "#",
      "&",
      "+",
      "..a",
      "...",
      "ü",
      "u\u0308",
      `x.${MD5}`,
    ),
  )
  .filter((text) => text.isWellFormed() && !/[\u0000-\u001f\u007f-\u009f/]/.test(text))
  .filter((text) => text !== "." && text !== "..");
const name = fc
  .array(segment, { minLength: 1, maxLength: 4 })
  .map((segments) => segments.join("/"));

describe("Address", () => {
  test.each([
    [`s3://stashes/context.${MD5}`, "s3", "stashes", "context", MD5],
    [`mem://default/a/b/c.${SHA256}`, "mem", "default", "a/b/c", SHA256],
    [`file://a.b-c_d/x.${MD5}.${MD5}`, "file", "a.b-c_d", `x.${MD5}`, MD5],
    [`redis+tls://0/x.${MD5}`, "redis+tls", "0", "x", MD5],
  ])("parse(%j)", (text, scheme, namespace, name, digest) => {
    const address = Address.parse(text);
    expect(address).toMatchObject({ scheme, namespace, name, digest, key: `${name}.${digest}` });
    expect(String(address)).toBe(text);
    expect(JSON.stringify({ address })).toBe(JSON.stringify({ address: text }));
    expect(address.equals(text)).toBe(true);
    expect(address.equals(Address.parse(text))).toBe(true);
    expect(address.equals(`${text}0`)).toBe(false);
    expect(Object.isFrozen(address)).toBe(true);
  });

  test("an inline address has a name and no digest", () => {
    const address = Address.parse("inline://stashes/a/b?data=DA%3D%3D&codec=msgpack");
    expect(address).toMatchObject({
      namespace: "stashes",
      name: "a/b",
      key: "a/b",
      digest: undefined,
    });
    expect(address.param("data")).toBe("DA==");
    expect(address.param("codec")).toBe("msgpack");
    expect(address.param("dat")).toBeUndefined();
  });

  test("escapes what RFC 3986 does not allow in a path segment, and nothing else", () => {
    const plain = "AZaz09-._~!$&'()*+,;=:@";
    const address = Address.from({
      scheme: "mem",
      namespace: "n",
      name: `${plain}/ %?#"<ü`,
      digest: MD5,
    });
    expect(address.text).toBe(`mem://n/${plain}/%20%25%3F%23%22%3C%C3%BC.${MD5}`);
    expect(Address.parse(address.text)).toEqual(address);
  });

  test("parse(format(x)) is x for every valid x", () => {
    fc.assert(
      fc.property(namespace, name, digest, (namespace, name, digest) => {
        fc.pre(Buffer.byteLength(name) <= 900);
        const address = Address.from({ scheme: "s3", namespace, name, digest });
        expect(address.text).toMatch(/^[!-~]+$/);
        expect(Address.parse(address.text)).toEqual(address);
        const inline = Address.from({ scheme: "inline", namespace, name, query: "data=DA%3D%3D" });
        expect(Address.parse(inline.text)).toEqual(inline);
      }),
    );
  });

  test("parse of any text gives an address that prints itself, or InvalidAddress", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "s3",
        "inline",
        "https",
        "://",
        "/",
        ".",
        "..",
        "?",
        "data=",
        "%",
        "%2",
        "#",
        "@",
        ":",
        MD5,
      ),
      fc.string({ unit: "binary", maxLength: 6 }),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(piece).map((all) => all.join("")),
        ),
        (text) => {
          try {
            const address = Address.parse(text);
            expect(Address.parse(address.text)).toEqual(address);
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidAddress);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("reads what the Python edition leaves unescaped, and prints it escaped", () => {
    const address = Address.parse(`mem://default/há não "x".${MD5}`);
    expect(address.name).toBe('há não "x"');
    expect(address.text).toBe(`mem://default/h%C3%A1%20n%C3%A3o%20%22x%22.${MD5}`);
  });

  test("a scheme is read in either case, and written in lowercase (RFC 3986 section 3.1)", () => {
    expect(Address.parse(`S3://Ns/X.${MD5}`).text).toBe(`s3://Ns/X.${MD5}`);
  });

  test("printing one never shows its query", () => {
    const texts = [
      "inline://stashes/colorcode?data=DA%3D%3D",
      `https://stashes.s3.amazonaws.com/x.${MD5}?X-Amz-Signature=DA%3D%3D`,
    ];
    for (const text of texts) expect(inspect(Address.parse(text))).not.toContain("DA%3D%3D");
  });

  test.each([
    ["", "does not start with scheme://"],
    ["context", "does not start with scheme://"],
    [`://stashes/x.${MD5}`, "does not start with scheme://"],
    [`3s://stashes/x.${MD5}`, "does not start with scheme://"],
    [`s3:/stashes/x.${MD5}`, "does not start with scheme://"],
    ["s3://stashes", "no path"],
    ["s3://stashes?x=/y", "no path"],
    ["s3://stashes/context", "digest"],
    [`s3://stashes/context.${MD5.slice(1)}`, "digest"],
    [`s3://stashes/context.${MD5}0`, "digest"],
    [`s3://stashes/context.${MD5.toUpperCase()}`, "digest"],
    [`s3://stashes/.${MD5}`, "digest"],
    [`s3:///context.${MD5}`, "namespace"],
    [`s3://-a/context.${MD5}`, "namespace"],
    [`s3://a_b c/context.${MD5}`, "namespace"],
    [`s3://user@host/context.${MD5}`, "namespace"],
    [`s3://host:80/context.${MD5}`, "namespace"],
    [`s3://stashes//context.${MD5}`, "empty segment"],
    [`s3://stashes/a//b.${MD5}`, "empty segment"],
    [`s3://stashes/a/.${MD5}`, "empty segment"],
    [`s3://stashes/../b.${MD5}`, 'segment ".."'],
    [`s3://stashes/%2e%2e/b.${MD5}`, 'segment ".."'],
    [`s3://stashes/a/./b.${MD5}`, 'segment "."'],
    [`s3://stashes/a%2Fb.${MD5}`, "%2F"],
    [`s3://stashes/a%00b.${MD5}`, "control character"],
    [`s3://stashes/a\nb.${MD5}`, "control character"],
    [`s3://stashes/\ud800.${MD5}`, "lone surrogate"],
    [`s3://stashes/100%.${MD5}`, "%25"],
    [`s3://stashes/%ff.${MD5}`, "UTF-8"],
    [`s3://stashes/a#b.${MD5}`, '"#"'],
    [`s3://stashes/a.${MD5}?x=#`, "query"],
    ["inline://stashes/a?b?data=x y", "query"],
    ["inline://stashes/?data=DA%3D%3D", "empty"],
    ["https://example.com", "no path"],
    [`https://user:pw@example.com/x.${MD5}`, "user name"],
    [`https:///x.${MD5}`, "host"],
    [`https://ex%61mple.com/x.${MD5}`, "host"],
    [`https://app.s3.amazonaws.com/x.123`, "digest"],
    [`https://app.s3.amazonaws.com/x.${MD5}#f`, "RFC 3986"],
    [`https://app.s3.amazonaws.com/ü.${MD5}`, "RFC 3986"],
    [`https://localhost/x.${MD5}`, "namespace"],
  ])("parse(%j) is refused: %s", (text, reason) => {
    expect(() => Address.parse(text)).toThrow(InvalidAddress);
    expect(() => Address.parse(text)).toThrow(reason);
  });

  test.each([[undefined], [null], [12], [{}]])("parse(%j) is refused", (value) => {
    expect(() => Address.parse(value as unknown as string)).toThrow(InvalidAddress);
  });

  test.each([
    ["", "empty"],
    ["/a", "empty segment"],
    ["a/", "empty segment"],
    ["a//b", "empty segment"],
    ["../a", 'segment ".."'],
    ["a/./b", 'segment "."'],
    ["a\u0007b", "control character"],
    ["a\u0085b", "control character"],
    ["\udc00", "lone surrogate"],
    ["a".repeat(1100), "1100 bytes"],
    ["ü".repeat(496), "992 bytes"],
  ])("the name %j is refused: %s", (name, reason) => {
    expect(() => Address.from({ scheme: "mem", namespace: "n", name, digest: MD5 })).toThrow(
      InvalidAddress,
    );
    expect(() => Address.from({ scheme: "mem", namespace: "n", name, digest: MD5 })).toThrow(
      reason,
    );
  });

  test("a key has at most 1,024 bytes, so a longer digest leaves less for the name", () => {
    const parts = { scheme: "mem", namespace: "n", name: "a".repeat(991) };
    expect(Address.from({ ...parts, digest: MD5 }).key).toHaveLength(1024);
    expect(() => Address.from({ ...parts, digest: SHA256 })).toThrow("959 are possible");
  });

  test.each([
    [{ scheme: "S3", namespace: "n", name: "x", digest: MD5 }, "scheme"],
    [{ scheme: "mem", namespace: "n", name: "x" }, "digest"],
    [{ scheme: "mem", namespace: "n", name: "x", digest: "abc" }, "digest"],
    [{ scheme: "mem", namespace: "n".repeat(256), name: "x", digest: MD5 }, "namespace"],
    [{ scheme: "https", namespace: "n", name: "x", digest: MD5 }, "parsed, not made"],
    [{ scheme: "inline", namespace: "n", name: "x", query: "data= " }, "query"],
  ])("from(%j) is refused", (parts, reason) => {
    expect(() => Address.from(parts)).toThrow(InvalidAddress);
    expect(() => Address.from(parts)).toThrow(reason);
  });

  test("a field that stands twice, or is not form-encoded, is refused without its value", () => {
    const read = (query: string) => () => Address.parse(`inline://n/x?${query}`).param("data");
    expect(read("data=secret&data=secret")).toThrow(
      /^invalid address inline:\/\/n\/x\?…: it has "data" twice$/,
    );
    expect(read("data=secret%F")).toThrow(
      /^invalid address inline:\/\/n\/x\?…: its "data" is not form-encoded$/,
    );
    expect(read("data=a+b")()).toBe("a b");
  });

  describe("a shared link", () => {
    test.each([
      ["stashes.s3.amazonaws.com", "", "stashes"],
      ["my.bucket.s3.eu-west-1.amazonaws.com", "", "my.bucket"],
      ["stashes.s3-us-west-2.amazonaws.com", "", "stashes"],
      ["stashes.s3.dualstack.eu-west-1.amazonaws.com", "", "stashes"],
      ["s3.eu-west-1.amazonaws.com", "stashes/", "stashes"],
      ["127.0.0.1:9000", "stashes/", "stashes"],
      ["localhost:9000", "stashes/", "stashes"],
      ["[::1]:9000", "stashes/", "stashes"],
      ["stashes.minio.example.com", "", "stashes"],
    ])("on %s", (host, prefix, namespace) => {
      const text = `https://${host}/${prefix}a%20b/c.${MD5}?X-Amz-Signature=0a%2F`;
      const address = Address.parse(text);
      expect(address).toMatchObject({ scheme: "https", namespace, name: "a b/c", digest: MD5 });
    });

    test("is kept to the letter, since its signature covers it", () => {
      const text = `https://S.s3.amazonaws.com:443/a%2e%7Eb.${MD5}?X-Amz-Date=2%2f&b=%7E&&a`;
      expect(String(Address.parse(text))).toBe(text);
      expect(Address.parse(text).query).toBe("X-Amz-Date=2%2f&b=%7E&&a");
    });
  });
});
