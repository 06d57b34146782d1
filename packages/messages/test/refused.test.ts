import { describe, expect, test } from "@jest/globals";
import { InvalidData } from "@kstash/core";
import { setUp } from "./support.js";

class Order {
  id = 1;
}
const cycle: Record<string, unknown> = { id: 1 };
cycle["self"] = { again: [cycle] };
function deep(levels: number): object {
  let value: object = {};
  for (let i = 2; i < levels; i++) value = i % 2 ? [value] : { value };
  return { value };
}
const proto = JSON.parse('{"a":{"__proto__":1}}') as object;

describe("offload refuses, however small the message is,", () => {
  test.each<[string, unknown, string, RegExp]>([
    ["an array", [1], "data", /plain object/],
    ["a text", "text", "data", /plain object/],
    ["null", null, "data", /plain object/],
    ["NaN", { a: [Number.NaN] }, "data.a[0]", /NaN/],
    ["Infinity", { a: Infinity }, "data.a", /Infinity/],
    ["a bigint", { a: 1n }, "data.a", /bigint/],
    ["undefined in an array", { a: [1, undefined] }, "data.a[1]", /undefined/],
    ["a hole", { a: [1, , 2] }, "data.a[1]", /hole/], // oxlint-disable-line no-sparse-arrays
    ["a function", { a: () => 1 }, "data.a", /function/],
    ["a symbol", { a: Symbol("s") }, "data.a", /symbol/],
    ["a symbol as a key", { a: { [Symbol("s")]: 1 } }, "data.a", /symbol/],
    ["a Date", { a: new Date() }, "data.a", /toJSON/],
    ["a method toJSON", { a: { toJSON: () => 1 } }, "data.a.toJSON", /function/],
    ["bytes", { a: new Uint8Array(3) }, "data.a", /base64/],
    ["a Map", { a: new Map() }, "data.a", /Map/],
    ["an instance", { a: new Order() }, "data.a", /Order/],
    ["an array with more than items", { a: "a".match(/a/) }, "data.a", /properties/],
    ["the key __proto__", proto, "data.a.__proto__", /__proto__/],
    ["a cycle", cycle, "data.self.again[0]", /cycle/],
    ["more than 500 levels", deep(501), expect.stringMatching(/^data/) as never, /deeper than 500/],
    [
      "a reference",
      { a: { $kstash: "s3://n/x.c6ab205fe81dcad3eec3ab48b96b0618" } },
      "data.a",
      /reserved/,
    ],
    ["the reserved key on anything", { a: [{ $kstash: null, b: 1 }] }, "data.a[0]", /reserved/],
    ["the reserved key on the message", { $kstash: 1 }, "data", /reserved/],
  ])("%s", async (_, message, path, text) => {
    const { offload, calls } = setUp({ overBytes: 1_000_000 });
    const offloading = offload(message as object);
    await expect(offloading).rejects.toThrow(InvalidData);
    await expect(offloading).rejects.toMatchObject({ path, message: expect.stringMatching(text) });
    expect(calls.put).toBe(0);
  });

  test("and takes what is at the edge of that", async () => {
    const { offload, hydrate } = setUp({ overBytes: 1_000_000 });
    const twice = { b: 1 };
    for (const message of [
      deep(500),
      { a: twice, c: [twice, twice] },
      { a: Object.create(null) as object },
    ]) {
      expect(await offload(message)).toBe(message);
      expect(await hydrate(await offload(message, { overBytes: 0 }))).toEqual(message);
    }
  });
});
