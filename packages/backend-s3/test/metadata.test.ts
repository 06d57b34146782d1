import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { metadataOf, percentEncode } from "../src/write/metadata.js";

describe("metadata", () => {
  test("percent-encoding leaves RFC 3986's unreserved characters, and comes back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const encoded = percentEncode(text);
        expect(encoded).toMatch(/^(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*$/);
        expect(decodeURIComponent(encoded)).toBe(text);
      }),
    );
  });

  test("never more than the 2,048 bytes of S3: the name is left out then", () => {
    const namespace = "n".repeat(255);
    const fits = "a".repeat(991);
    expect(metadataOf({ namespace, name: fits })).toEqual({
      "kstash-name": fits,
      "kstash-namespace": namespace,
    });
    // 11 + 16 for the names, 255 for the namespace: 1,766 are left.
    const one = (length: number) => metadataOf({ namespace, name: "a".repeat(length) });
    expect(one(1766)).toHaveProperty("kstash-name");
    expect(one(1767)).toEqual({ "kstash-namespace": namespace });
    expect(metadataOf({ namespace, name: "日".repeat(330) })).not.toHaveProperty("kstash-name");
  });

  test("the user's own metadata is kept, and cannot replace ours", () => {
    const others = { origin: "test", "kstash-name": "other" };
    expect(metadataOf({ namespace: "stashes", name: "context" }, others)).toEqual({
      origin: "test",
      "kstash-name": "context",
      "kstash-namespace": "stashes",
    });
    expect(metadataOf({ namespace: "stashes", name: "日".repeat(330) }, others)).toEqual({
      origin: "test",
      "kstash-namespace": "stashes",
    });
  });
});
