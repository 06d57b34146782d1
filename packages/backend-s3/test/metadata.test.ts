import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { percentEncode } from "@kstash/backend-kit";
import { metadataOf } from "../src/write/metadata.js";

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

  test("a name of more than 256 bytes, which Swift refuses, is left out", () => {
    const named = (name: string) => metadataOf({ namespace: "stashes", name });
    expect(named("a".repeat(256))).toEqual({
      "kstash-name": "a".repeat(256),
      "kstash-namespace": "stashes",
    });
    expect(named("a".repeat(257))).toEqual({ "kstash-namespace": "stashes" });
    // Nine bytes for each of these characters, percent-encoded.
    expect(named("日".repeat(28))).toHaveProperty("kstash-name");
    expect(named("日".repeat(29))).not.toHaveProperty("kstash-name");
  });

  test("never more than the 2,048 bytes of S3: the name is left out", () => {
    // Beside the user's metadata there are 11 + 16 bytes for our names, and 7 for the namespace.
    const beside = (length: number) =>
      metadataOf({ namespace: "stashes", name: "context" }, { k: "v".repeat(length) });
    expect(beside(2048 - 1 - 11 - 16 - 7 - 7)).toHaveProperty("kstash-name", "context");
    expect(beside(2048 - 1 - 11 - 16 - 7 - 6)).not.toHaveProperty("kstash-name");
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
