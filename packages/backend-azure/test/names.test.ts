import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { azure } from "../src/index.js";
import { blobName, containerFault, keyFault } from "../src/names.js";
import { kstashOn, rejection } from "@kstash/store-suite";

describe("containers", () => {
  test.each(["abc", "a-b-c", "0a9", "a".repeat(63)])("%s", (name) => {
    expect(containerFault(name)).toBeUndefined();
  });

  test.each(["ab", "Abc", "a_b", "a.bc", "abc-", "a--b", "a".repeat(64)])(
    "none is named %s, which is said before anything is asked or loaded",
    async (namespace) => {
      const { create, retrieve } = kstashOn(azure({ url: "http://127.0.0.1:1/?sig=a" }));
      const address = `az://${namespace}/a.c6ab205fe81dcad3eec3ab48b96b0618`;
      for (const call of [
        () => create("a", new Uint8Array(1), { namespace }),
        () => retrieve(address),
      ]) {
        const error = await rejection(call());
        expect(error).toMatchObject({ code: "INVALID_ADDRESS" });
        expect(error.message).toContain(`no namespace there can be "${namespace}": on Azure`);
      }
    },
  );
});

describe("blobs", () => {
  test.each([
    ["context", "context"],
    ["100%", "100%25"],
    ["a\\b", "a%5Cb"],
    ["a%5Cb", "a%255Cb"],
    ["dir./.../file.", "dir%2E/..%2E/file."],
  ])("the key %j is the blob %j", (key, name) => {
    expect(blobName(key)).toBe(name);
  });

  test("keys that differ are blobs that differ, without what Azure changes", () => {
    const key = fc.string({ unit: fc.constantFrom("a", ".", "/", "\\", "%", "2", "5", "C", "E") });
    fc.assert(
      fc.property(key, key, (one, other) => {
        expect(blobName(one) === blobName(other)).toBe(one === other);
        expect(blobName(one)).not.toMatch(/\\|\.\//);
        expect(
          blobName(one).replace(/%(..)/g, (_, hex: string) =>
            String.fromCharCode(parseInt(hex, 16)),
          ),
        ).toBe(one);
      }),
    );
  });

  test("the limits", () => {
    expect(keyFault("a".repeat(1024))).toBeUndefined();
    expect(keyFault("%".repeat(342))).toMatch(/at most 1024 characters/);
    expect(keyFault("a/".repeat(253) + "a")).toBeUndefined();
    expect(keyFault("a/".repeat(254) + "a")).toMatch(/at most 254 segments/);
  });
});
