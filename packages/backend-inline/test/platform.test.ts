import { expect, test } from "@jest/globals";
import fc from "fast-check";
import * as browser from "../src/platform/browser.js";
import * as node from "../src/platform/node.js";
import type { Platform } from "../src/platform/platform.js";

// The compiler sees to it that both have all that the backend asks for.
const platforms: readonly Platform[] = [node, browser];

test("in a browser as in Node: the base64 of bytes, and the way back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ size: "large", maxLength: 20_000 }), (bytes) => {
      const [text, other] = platforms.map(({ toBase64 }) => toBase64(bytes));
      expect(other).toBe(text);
      for (const { fromBase64 } of platforms) expect(fromBase64(text!)).toEqual(bytes);
    }),
  );
});

test("in a browser as in Node: which text is the base64 of some bytes", () => {
  const characters = fc.constantFrom(..."AQgw/+-_= \n");
  fc.assert(
    fc.property(fc.string({ unit: characters, maxLength: 12 }), (text) => {
      const [one, other] = platforms.map(({ toBase64, fromBase64 }) => {
        const bytes = fromBase64(text);
        return bytes && toBase64(bytes) === text;
      });
      expect(other ?? false).toBe(one);
    }),
    { numRuns: 2000 },
  );
});
