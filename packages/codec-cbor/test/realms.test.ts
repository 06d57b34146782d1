import { runInNewContext } from "node:vm";
import { describe, expect, test } from "@jest/globals";
import { cbor } from "../src/index.js";
import { toHex } from "./hex.js";

const foreign = (code: string): unknown => runInNewContext(code);

describe("data of another realm", () => {
  test.each([
    ["({ a: [1, { b: 2 }] })", { a: [1, { b: 2 }] }],
    ["[new Date(5)]", [new Date(5)]],
    ["new Uint8Array([1, 2])", Uint8Array.of(1, 2)],
    ["new Uint8Array([1, 2]).buffer", Uint8Array.of(1, 2)],
    ["Object.assign(Object.create(null), { a: 1 })", { a: 1 }],
  ])("%s is taken", (code, value) => {
    expect(toHex(cbor.encode(foreign(code)))).toBe(toHex(cbor.encode(value)));
  });

  test.each([
    "new (class Point {})",
    "new Map",
    "new Int8Array(1)",
    "Object.create({ a: 1 })",
    "Object.create(Object.create(null))",
    "new (class Object {})",
    "new (class Uint8 extends Uint8Array {})(1)",
    "new Error('x')",
    "Object(1)",
  ])("%s is refused", (code) => {
    expect(() => cbor.encode({ a: foreign(code) })).toThrow(/^data\.a is /);
  });

  test("objects without a prototype are plain", () => {
    const data = Object.assign(Object.create(null) as object, { a: 1 });
    expect(cbor.decode(cbor.encode(data))).toStrictEqual({ a: 1 });
  });
});
