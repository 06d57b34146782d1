import { describe, expect, test } from "@jest/globals";
import { InvalidData } from "@kstash/core";
import { msgpack } from "../src/index.js";

function refusalOf(data: unknown): InvalidData {
  try {
    msgpack.encode(data);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidData);
    return error as InvalidData;
  }
  throw new Error("it was taken");
}

describe("what would not come back equal is refused", () => {
  test.each<[string, unknown, string]>([
    ["undefined", undefined, "is undefined, which MessagePack does not have"],
    ["a Date", new Date(0), "is a Date, which MessagePack does not have"],
    ["an invalid Date", new Date(NaN), "is a Date"],
    ["zero as a bigint", 0n, "is a bigint within the safe integers"],
    ["the last safe bigint", 2n ** 53n - 1n, "is a bigint within the safe integers"],
    ["the first safe bigint", 1n - 2n ** 53n, "is a bigint within the safe integers"],
    ["2^64", 2n ** 64n, "is a bigint beyond 64 bits"],
    ["below -2^63", -(2n ** 63n) - 1n, "is a bigint beyond 64 bits"],
    ["a function", () => 1, "is a function"],
    ["a symbol", Symbol("s"), "is a symbol"],
    ["a Map", new Map(), "is a Map"],
    [
      "a class instance",
      new (class Point {
        x = 1;
      })(),
      "is an instance of Point",
    ],
    ["an Int16Array", new Int16Array(1), "is an Int16Array"],
    ["a lone surrogate", "a\ud800", "holds a lone surrogate"],
    ["a lone surrogate in long text", `${"x".repeat(9000)}\ud800`, "holds a lone surrogate"],
    ["a match", "ab".match(/b/), "is an array with properties"],
    ["a symbol as a key", { [Symbol("s")]: 1 }, "has a symbol as a key"],
  ])("%s", (_, value, what) => {
    for (const [data, path] of [
      [value, "data"],
      [{ user: { "a b": [0, value] } }, 'data.user["a b"][1]'],
    ] as const) {
      const error = refusalOf(data);
      expect(error.path).toBe(path);
      expect(error.message.startsWith(`${path} ${what}`)).toBe(true);
    }
  });

  test("the keys that nobody reads back", () => {
    for (let i = 0; i < 3; i++) {
      expect(refusalOf({ a: JSON.parse('{"__proto__":1}') }).path).toBe("data.a.__proto__");
      expect(refusalOf({ a: { "\ud800": 1 } }).path).toBe('data.a["\\ud800"]');
    }
  });

  test("holes, cycles and the 501st level", () => {
    const hole = [1, 2];
    delete hole[0];
    expect(refusalOf([hole]).message).toMatch(/^data\[0\]\[0\] is a hole/);
    const cycle: Record<string, unknown> = {};
    cycle["self"] = [cycle];
    expect(refusalOf(cycle).message).toMatch(/^data\.self\[0\] is a cycle/);
    let deep: unknown = 1;
    for (let i = 0; i < 500; i++) deep = i % 2 ? [deep] : { a: deep };
    expect(msgpack.decode(msgpack.encode(deep))).toStrictEqual(deep);
    expect(refusalOf([deep]).message).toContain("is nested deeper than 500");
  });

  test("so many empty objects that reading them would fill the memory", () => {
    const empty = {};
    const error = refusalOf(Array.from({ length: 400_000 }, () => empty));
    expect(error.message).toMatch(/^data\[\d+\] is one of so many tiny values/);
  });
});
