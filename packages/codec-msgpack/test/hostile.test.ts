import { describe, expect, test } from "@jest/globals";
import { StashCorrupted } from "@kstash/core";
import fc from "fast-check";
import { msgpack } from "../src/index.js";
import { dataModel } from "./arbitrary.js";
import { hex } from "./hex.js";

/** Refused as corrupted, or read as something that could have been stashed; never anything else. */
function isHarmless(bytes: Uint8Array): boolean {
  let data: unknown;
  try {
    data = msgpack.decode(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(StashCorrupted);
    return true;
  }
  msgpack.encode(data);
  return true;
}

function refusalOf(bytes: Uint8Array): string {
  try {
    msgpack.decode(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(StashCorrupted);
    return (error as Error).message;
  }
  throw new Error("it was read");
}

const sample = msgpack.encode({
  id: 12,
  big: [2n ** 60n, -(2n ** 63n)],
  bin: new Uint8Array(40),
  list: [1, -1, -100, -1000, -100_000, 300, 70_000, 2 ** 40, 0.5, NaN, null, true, false],
  name: "grüße, 世界",
  nested: { a: { b: { c: "x".repeat(300) } } },
  wide: Array.from({ length: 20 }, () => 1),
});

const hostile: [string, string, RegExp][] = [
  ["nothing at all", "", /ends in the middle/],
  ["a second value", "0000", /byte 1: there is more after the end/],
  ["the unused format", "c1", /an unused format/],
  ["an extension of 8 bits", "c7010100", /an extension type/],
  ["an extension of 4 GiB", "c9ffffffff01", /an extension type/],
  ["a timestamp", "d6ff00000000", /an extension type/],
  ["undefined of other libraries", "d40000", /an extension type/],
  ["a bundle of strings", "d46200", /an extension type/],
  ["a record", "d4724093a161", /an extension type/],
  ["bytes of 4 GiB", "c6ffffffff", /ends in the middle/],
  ["text of 4 GiB", "dbffffffff", /ends in the middle/],
  ["an array of 4 G items", "ddffffffff", /claims more/],
  ["a map of 4 G keys", "dfffffffff", /claims more/],
  ["an array that ends too early", "9301", /claims more/],
  ["text that ends too early", "a461", /ends in the middle/],
  ["an integer that ends too early", "cf00", /ends in the middle/],
  ["a float that ends too early", "cb00", /ends in the middle/],
  ["an integer as a key", "810000", /a key that is no text/],
  ["bytes as a key", "81c4016100", /a key that is no text/],
  ["null as a key", "81c000", /a key that is no text/],
  ["an array as a key", "819000", /a key that is no text/],
  ["a key twice", "82a16100a16101", /the same key twice/],
  ["a key twice, once with a longer head", "82a16100d9016101", /the same key twice/],
  ["__proto__", "81a95f5f70726f746f5f5f00", /the key __proto__/],
  ["__proto__ with a longer head", "81d9095f5f70726f746f5f5f00", /the key __proto__/],
  ["text that is no UTF-8", "a1ff", /not UTF-8/],
  ["a surrogate in UTF-8", "a3eda080", /not UTF-8/],
  ["a key that is no UTF-8", "81a1ff00", /not UTF-8/],
  ["501 arrays", `${"91".repeat(501)}00`, /nesting deeper than 500/],
  ["501 maps", `${"81a161".repeat(501)}00`, /nesting deeper than 500/],
  ["100,000 arrays", `${"91".repeat(100_000)}00`, /nesting deeper than 500/],
  ["nested claims of everything", "dd0000c350".repeat(20_000), /nesting deeper than 500/],
];

describe("hostile bytes", () => {
  test.each(hostile)("%s", (_, digits, what) => {
    expect(refusalOf(hex(digits))).toMatch(what);
    expect(refusalOf(hex(`81a161${digits}`))).toMatch(/^malformed MessagePack at byte \d+: /);
  });

  test.each([
    ["maps", "80"],
    ["arrays", "90"],
    ["byte strings", "c400"],
  ])("10 MB of empty %s stop before they take far more memory", (_, item) => {
    const bytes = Buffer.alloc(5 + 10 * 1024 * 1024, item, "hex");
    bytes[0] = 0xdd;
    bytes.writeUInt32BE((10 * 1024 * 1024) / (item.length / 2), 1);
    const message = refusalOf(bytes);
    expect(message).toContain("so many tiny values");
    expect(Number(/byte (\d+)/.exec(message)?.[1])).toBeLessThan(600_000);
  });

  test("objects with an index as their key take no room for those before it", () => {
    const bytes = Buffer.from(`dd000036b0${"81a43130303000".repeat(14_000)}`, "hex");
    const before = process.memoryUsage().heapUsed;
    const data = msgpack.decode(bytes) as unknown[];
    // By themselves they would take 12 KB each.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(60 * 2 ** 20);
    expect(data).toHaveLength(14_000);
    expect(data[9]).toStrictEqual({ 1000: 0 });
  });

  test("every truncation of a payload", () => {
    for (let length = 0; length < sample.length; length++) refusalOf(sample.subarray(0, length));
  });

  test("every byte of a payload changed", () => {
    let count = 0;
    for (let at = 0; at < sample.length; at++) {
      for (const change of [0x01, 0x0f, 0x10, 0x40, 0x80, 0xff]) {
        const bytes = Uint8Array.from(sample);
        bytes[at]! ^= change;
        expect(isHarmless(bytes)).toBe(true);
        count++;
      }
    }
    expect(count).toBeGreaterThan(2000);
  });

  test("random bytes, and random payloads with random changes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), isHarmless), { numRuns: 3000 });
    fc.assert(
      fc.property(dataModel, fc.array(fc.tuple(fc.nat(), fc.nat(255))), (data, changes) => {
        const bytes = msgpack.encode(data);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        return isHarmless(bytes);
      }),
      { numRuns: 1000 },
    );
  });
});
