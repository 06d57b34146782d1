import { describe, expect, test } from "@jest/globals";
import { readVectors } from "../src/index.js";
import { grammar } from "./abnf.js";
import { blocks } from "./markdown.js";

const matches = grammar(blocks("abnf").join("\n"));
const { written, read, links, refusedAddresses } = readVectors("addresses.json");

// What the comments of the grammar say, and ABNF cannot.
const saidInComments: ReadonlySet<string> = new Set([
  "no digest",
  "a digest of 31 characters",
  "a digest of 33 characters",
  "a digest of 40 characters",
  "a digest in capitals",
  "no name before the digest",
  "a name that ends in a slash",
  "a question mark in the name",
  "the segment ..",
  "the segment .., escaped",
  "the segment .",
  "an escaped slash",
  "an escaped slash in lowercase",
  "an escaped control character",
  "an escaped C1 control",
  "an escape that is no UTF-8",
  "an escaped surrogate",
  "a name that is too long",
  "a name that is too long for SHA-256",
  "no bucket in a path-style link",
  "an empty segment in a link",
  "a bucket that is no namespace",
]);

describe("the grammar of WIRE.md", () => {
  test.each(written)("describes $text, written and read", ({ text }) => {
    expect(matches("address", text)).toBe(true);
    expect(matches("read-address", text)).toBe(true);
  });

  test.each(read)("describes $text, read alone", (vector) => {
    expect(matches("read-address", vector.text)).toBe(true);
    expect(matches("rewritten", vector.written)).toBe(true);
  });

  test.each(links)("describes the link $text", ({ text }) => {
    expect(matches("link", text)).toBe(true);
  });

  test.each(["cbor.json", "msgpack.json"] as const)("describes the addresses of %s", (file) => {
    for (const { addresses } of readVectors(file).written) {
      const { md5, sha256, inline } = addresses;
      const texts = [...Object.values(md5), ...Object.values(sha256), ...(inline ? [inline] : [])];
      for (const text of texts) expect(matches("address", text)).toBe(true);
    }
  });

  test.each(refusedAddresses)("does not describe $title: $input", ({ title, input }) => {
    const rule = /^https?:/.test(input as string) ? "link" : "read-address";
    expect(matches(rule, input as string)).toBe(saidInComments.has(title));
    if (!saidInComments.has(title)) expect(matches("address", input as string)).toBe(false);
  });
});
