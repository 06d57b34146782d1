import { describe, expect, test } from "@jest/globals";
import { StashCorrupted } from "@kstash/core";
import fc from "fast-check";
import { cbor } from "../src/index.js";
import { dataModel } from "./arbitrary.js";
import { hex } from "./hex.js";

/** Refused as corrupted, or read as something that could have been stashed; never anything else. */
function isHarmless(bytes: Uint8Array): boolean {
  let data: unknown;
  try {
    data = cbor.decode(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(StashCorrupted);
    return true;
  }
  cbor.encode(data);
  return true;
}

function refusalOf(bytes: Uint8Array): string {
  try {
    cbor.decode(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(StashCorrupted);
    return (error as Error).message;
  }
  throw new Error("it was read");
}

const repeated = (digits: string, times: number): string => digits.repeat(times);

const sample = cbor.encode({
  id: 12,
  at: new Date(1.5e12 + 1),
  big: [5n, -(2n ** 63n), 2n ** 70n],
  bin: new Uint8Array(40),
  list: [1, -1, 300, 70_000, 2 ** 40, 0.5, NaN, null, undefined, true, false],
  name: "grüße, 世界",
  nested: { a: { b: { c: "x".repeat(300) } } },
});

const hostile: [string, string, RegExp][] = [
  ["nothing at all", "", /ends in the middle/],
  ["a second value", "0000", /byte 1: there is more after the end/],
  ["a byte too much after a map", "a0ff", /more after the end/],
  ["a break", "ff", /simple value/],
  ["an array that ends too early", "8301", /claims more than the payload holds/],
  ["text that ends too early", "6461", /ends in the middle/],
  ["an integer that ends too early", "1b00", /ends in the middle/],
  ["a float that ends too early", "fb00", /ends in the middle/],
  ["bytes of 4 GiB", "5affffffff", /ends in the middle/],
  ["bytes of 16 EiB", "5bffffffffffffffff", /ends in the middle/],
  ["text of 4 GiB", "7affffffff", /ends in the middle/],
  ["an array of 4 G items", "9affffffff", /claims more/],
  ["an array of 2^64 items", "9bffffffffffffffff", /claims more/],
  ["a map of 4 G keys", "baffffffff", /claims more/],
  ["a map of 2^64 keys", "bbffffffffffffffff", /claims more/],
  ["a map with room for half its keys", "a40000000000", /claims more/],
  ["reserved lengths", "1c", /reserved length/],
  ["a reserved length of text", "7d", /reserved length/],
  ["indefinite bytes", "5f4100ff", /indefinite length/],
  ["indefinite text", "7f6161ff", /indefinite length/],
  ["an indefinite array", "9fff", /indefinite length/],
  ["an indefinite map", "bfff", /indefinite length/],
  ["an indefinite integer", "1f", /indefinite length/],
  ["an integer as a key", "a10000", /a key that is no text/],
  ["bytes as a key", "a1416100", /a key that is no text/],
  ["null as a key", "a1f600", /a key that is no text/],
  ["a tagged key", "a1c1006161", /a key that is no text/],
  ["an array as a key", "a18000", /a key that is no text/],
  ["a key of indefinite length", "a17f6161ff00", /indefinite length/],
  ["a key twice", "a2616100616101", /the same key twice/],
  ["a key twice, once with a longer head", "a261610078016101", /the same key twice/],
  ["a key twice among others", "a3616100616201616102", /the same key twice/],
  ["__proto__", "a1695f5f70726f746f5f5f00", /the key __proto__/],
  ["__proto__ with a longer head", "a178095f5f70726f746f5f5f00", /the key __proto__/],
  ["text that is no UTF-8", "61ff", /not UTF-8/],
  ["an overlong slash", "62c0af", /not UTF-8/],
  ["a surrogate in UTF-8", "63eda080", /not UTF-8/],
  ["a surrogate in a key", "a163eda08000", /not UTF-8/],
  ["half a character at the end", "62c361", /not UTF-8/],
  ["beyond Unicode", "64f4908080", /not UTF-8/],
  ["long text that is no UTF-8", `7830${repeated("61", 47)}ff`, /not UTF-8/],
  ["simple value 0", "e0", /simple value/],
  ["simple value 32", "f820", /simple value/],
  ["null in two bytes", "f816", /simple value/],
  ["a date as text", "c06161", /tag 0:/],
  ["a Date of text", "c16161", /no time of a Date/],
  ["a Date of null", "c1f6", /no time of a Date/],
  ["a Date of a Date", "c1c100", /no time of a Date/],
  ["a Date of NaN", "c1f97e00", /no time of a Date/],
  ["a Date of infinity", "c1f97c00", /no time of a Date/],
  ["a Date beyond the last", "c11b000007dba8218001", /no time of a Date/],
  ["a Date of nothing", "c1", /no time of a Date/],
  ["a Date of an array", "c180", /no time of a Date/],
  ["a bigint of text", "c26161", /no byte string/],
  ["a bigint of an integer", "c200", /no byte string/],
  ["a bigint of indefinite bytes", "c25f4101ff", /indefinite length/],
  ["a bigint of 4 GiB", "c25affffffff", /a bigint of more than/],
  ["a bigint that ends too early", "c25a00100000", /ends in the middle/],
  ["a typed array of 1 GB", "d840a1666275666665721a3b9aca00", /tag 64:/],
  ["a typed array of 8 GB", "d856a1666275666665721a3b9aca00", /tag 86:/],
  ["a reference to itself", "d81c81d81d00", /tag 28:/],
  ["a RegExp", "d81b8266526567457870616128", /tag 27:/],
  ["a Set", "d9010280", /tag 258:/],
  ["a Map", "d90103a0", /tag 259:/],
  ["packed values", "d833828000", /tag 51:/],
  ["a packed reference", "c600", /tag 6:/],
  ["a record", "d9dfff831900e081616101", /tag 57343:/],
  ["a defined record", "d9e0008101", /tag 57344:/],
  ["bundled strings", "d9dff9821900006161", /tag 57337:/],
  ["an embedded document", "d8184100", /tag 24:/],
  ["the self-description", "d9d9f700", /tag 55799:/],
  ["the largest tag", "dbffffffffffffffff00", /tag \d+:/],
  ["a thousand tags", `${repeated("c1", 1000)}00`, /no time of a Date/],
  ["501 arrays", `${repeated("81", 501)}00`, /nesting deeper than 500/],
  ["501 maps", `${repeated("a16161", 501)}00`, /nesting deeper than 500/],
  ["100,000 arrays", `${repeated("81", 100_000)}00`, /nesting deeper than 500/],
  ["100,000 arrays without an end", repeated("81", 100_000), /nesting deeper than 500/],
  ["nested claims of everything", repeated("9a0000c350", 20_000), /nesting deeper than 500/],
];

describe("hostile bytes", () => {
  test.each(hostile)("%s", (_, digits, what) => {
    expect(refusalOf(hex(digits))).toMatch(what);
    // In the middle of other data as well.
    expect(refusalOf(hex(`a16161${digits}`))).toMatch(/^malformed CBOR at byte \d+: /);
  });

  test.each([
    ["maps", "a0"],
    ["arrays", "80"],
    ["byte strings", "40"],
    ["Dates", "c100"],
    ["bigints", "c240"],
  ])("10 MB of empty %s stop before they take far more memory", (_, item) => {
    const count = (10 * 1024 * 1024) / (item.length / 2);
    const bytes = Buffer.alloc(5 + 10 * 1024 * 1024, item, "hex");
    bytes[0] = 0x9a;
    bytes.writeUInt32BE(count, 1);
    const message = refusalOf(bytes);
    expect(message).toContain("so many tiny values");
    expect(Number(/byte (\d+)/.exec(message)?.[1])).toBeLessThan(600_000);
  });

  test("more items or keys than the engine bears", () => {
    const bytes = new Uint8Array(2 ** 25 + 10);
    bytes.set(hex("9a02000001"));
    expect(refusalOf(bytes)).toContain(`more than ${2 ** 25}`);
    bytes.set(hex("ba00800001"));
    expect(refusalOf(bytes)).toContain(`more than ${2 ** 23}`);
  });

  test("objects with an index as their key take no room for those before it", () => {
    const bytes = Buffer.from(`9a000036b0${"a1643130303000".repeat(14_000)}`, "hex");
    const before = process.memoryUsage().heapUsed;
    const data = cbor.decode(bytes) as unknown[];
    // By themselves they would take 12 KB each.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(60 * 2 ** 20);
    expect(data).toHaveLength(14_000);
    expect(data[9]).toStrictEqual({ 1000: 0 });
  });

  test("a bigint of 1 MB is read in linear time", () => {
    const bytes = new Uint8Array(6 + 2 ** 20).fill(0xff);
    bytes.set(hex("c25a00100000"));
    expect(cbor.decode(bytes)).toBe(2n ** (8n * 2n ** 20n) - 1n);
  });

  test("every truncation of a payload", () => {
    for (let length = 0; length < sample.length; length++) refusalOf(sample.subarray(0, length));
  });

  test("every byte of a payload changed", () => {
    let count = 0;
    for (let at = 0; at < sample.length; at++) {
      for (const change of [0x01, 0x1f, 0x20, 0x40, 0x80, 0xff]) {
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
        const bytes = cbor.encode(data);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        return isHarmless(bytes);
      }),
      { numRuns: 1000 },
    );
  });

  test("nothing is polluted", () => {
    cbor.decode(hex("a16b636f6e7374727563746f72a16970726f746f74797065a1616101"));
    expect(({} as Record<string, unknown>)["a"]).toBeUndefined();
  });

  test("the message says where, and holds nothing of the payload", () => {
    const message = refusalOf(hex("a266733363726574006673336372657461"));
    expect(message).toBe("malformed CBOR at byte 17: the payload ends in the middle of a value");
    expect(refusalOf(hex("a266733363726574006673336372657401"))).not.toContain("s3cret");
  });
});
