import { expect, test } from "@jest/globals";
import fc from "fast-check";
import * as browser from "../src/platform/browser.js";
import * as node from "../src/platform/node.js";
import type { Platform } from "../src/platform/platform.js";

// The compiler sees to it that both have all that the codec asks for.
const platforms: readonly [Platform, Platform] = [node, browser];

/** What both platforms say, which has to be the same. */
function agreed<T>(ask: (platform: Platform) => T): T {
  const [one, other] = platforms.map(ask) as [T, T];
  expect(other).toEqual(one);
  return other;
}

test("in a browser as in Node: the bytes of a text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      agreed(({ utf8 }) => Array.from(utf8(text)));
    }),
  );
});

test("in a browser as in Node: the order of bytes", () => {
  const few = fc.uint8Array({ max: 3, maxLength: 5 });
  fc.assert(
    fc.property(few, few, (a, b) => {
      agreed(({ compare }) => Math.sign(compare(a, b)));
    }),
    { numRuns: 1000 },
  );
});

test("in a browser as in Node: hexadecimal digits, both ways", () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.nat(10), (bytes, start) => {
      const from = Math.min(start, bytes.length);
      const digits = agreed(({ toHex }) => toHex(bytes, from, bytes.length));
      expect(agreed(({ fromHex }) => Array.from(fromHex(digits)))).toEqual(
        Array.from(bytes.slice(from)),
      );
    }),
  );
});
