import { describe, expect, jest, test } from "@jest/globals";
import { InvalidData } from "@kstash/core";
import { cbor } from "../src/index.js";

function refusalOf(data: unknown): InvalidData {
  try {
    cbor.encode(data);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidData);
    return error as InvalidData;
  }
  throw new Error("it was taken");
}

function nested(depth: number, wrap: (inner: unknown) => unknown): unknown {
  let data: unknown = 1;
  for (let i = 0; i < depth; i++) data = wrap(data);
  return data;
}

class Point {
  x = 1;
}

class Bytes extends Uint8Array {}

const withHole = [1, 2, 3];
delete withHole[1];

const longWithProperty = Object.assign(
  Array.from({ length: 5000 }, () => 0),
  { extra: 1 },
);

const cases: [string, unknown, string][] = [
  ["a function", () => 1, "is a function"],
  ["a symbol", Symbol("s"), "is a symbol"],
  ["a class instance", new Point(), "is an instance of Point"],
  ["an object that inherits", Object.create({ a: 1 }), "is an object that inherits from another"],
  [
    "an object whose prototype calls itself Object's",
    Object.create({ constructor: Object, a: 1 }),
    "is an object that inherits from another",
  ],
  ["an Error", new TypeError("x"), "is an instance of TypeError"],
  ["a RegExp", /x/, "is an instance of RegExp"],
  ["a URL", new URL("http://localhost"), "is an instance of URL"],
  ["a Map", new Map(), "is a Map: pass Object.fromEntries"],
  ["a Set", new Set(), "is a Set: pass an array"],
  ["a WeakMap", new WeakMap(), "is an instance of WeakMap"],
  ["a Promise", Promise.resolve(), "is a Promise: await it"],
  [
    "a Map in disguise",
    Object.setPrototypeOf(new Map(), Array.prototype),
    "is an instance of Array",
  ],
  ["an Int16Array", new Int16Array(1), "is an Int16Array: pass a Uint8Array"],
  ["a Uint8ClampedArray", new Uint8ClampedArray(1), "is a Uint8ClampedArray"],
  ["a Float64Array", new Float64Array(1), "is a Float64Array"],
  ["a DataView", new DataView(new ArrayBuffer(1)), "is a DataView"],
  ["a SharedArrayBuffer", new SharedArrayBuffer(1), "is a SharedArrayBuffer"],
  ["a subclass of Uint8Array", new Bytes(1), "is an instance of Bytes"],
  ["a subclass of Array", new (class Rows extends Array {})(), "is an instance of Rows"],
  ["a subclass of Date", new (class Day extends Date {})(), "is an instance of Day"],
  ["a boxed number", Object(1), "is a boxed number"],
  ["a boxed string", Object("a"), "is a boxed string"],
  ["a boxed boolean", Object(true), "is a boxed boolean"],
  ["a boxed bigint", Object(1n), "is a boxed bigint"],
  ["a boxed symbol", Object(Symbol("s")), "is a boxed symbol"],
  ["a generator", (function* () {})(), "is "],
  ["an invalid Date", new Date(NaN), "is an invalid Date"],
  [
    "arguments",
    (function () {
      return arguments;
    })(),
    "is an Arguments object",
  ],
  ["Math", Math, "is a Math object"],
  ["a lone high surrogate", "a\ud800", "holds a lone surrogate"],
  ["a lone low surrogate", "\udc00a", "holds a lone surrogate"],
  ["one in long text", `${"x".repeat(60)}\ud800`, "holds a lone surrogate"],
  ["one in very long text", `${"x".repeat(9000)}\ud800`, "holds a lone surrogate"],
  ["an array with a property", Object.assign([1], { extra: 1 }), "is an array with properties"],
  ["a long array with a property", longWithProperty, "is an array with properties"],
  [
    "an array with a symbol",
    Object.assign([1], { [Symbol("s")]: 1 }),
    "is an array with properties",
  ],
  ["the result of a match", "ab".match(/b/), "is an array with properties"],
  ["a symbol as a key", { [Symbol("s")]: 1 }, "has a symbol as a key"],
];

describe("what would not come back equal is refused", () => {
  test.each(cases)("%s", (_, value, what) => {
    for (const [data, path] of [
      [value, "data"],
      [{ a: 1, user: { callback: value } }, "data.user.callback"],
      [{ rows: [0, 0, 0, { x: value }] }, "data.rows[3].x"],
      [{ "a b": [value] }, 'data["a b"][0]'],
    ] as const) {
      const error = refusalOf(data);
      expect(error.path).toBe(path);
      expect(error.message.startsWith(`${path} `)).toBe(true);
      expect(error.message.slice(path.length + 1)).toMatch(new RegExp(`^(${what})`));
    }
  });

  test.each([
    ["__proto__", JSON.parse('{"a":{"__proto__":1}}'), "data.a.__proto__ is a key named __proto__"],
    [
      "a lone surrogate",
      { a: { "\ud800": 1 } },
      'data.a["\\ud800"] has a key with a lone surrogate',
    ],
  ])("the key %s", (_, data, message) => {
    // The third time the keys are a known shape.
    for (let i = 0; i < 3; i++) expect(refusalOf(data).message).toContain(message);
  });

  test("a hole", () => {
    const error = refusalOf({ rows: withHole });
    expect(error.path).toBe("data.rows[1]");
    expect(error.message).toContain("is a hole in an array");
    // eslint-disable-next-line no-sparse-arrays
    expect(refusalOf(Object.assign([, 1], { extra: 1 })).path).toBe("data[0]");
  });

  test("a cycle", () => {
    const array: unknown[] = [1];
    array.push({ again: array });
    expect(refusalOf(array)).toMatchObject({ path: "data[1].again" });
    const object: Record<string, unknown> = { filler: new Uint8Array(1000) };
    object["self"] = object;
    expect(refusalOf(object).message).toMatch(/^data\.self is a cycle/);
  });

  test("the 501st level", () => {
    for (const wrap of [(inner: unknown) => [inner], (inner: unknown) => ({ a: inner })]) {
      const deepest = nested(500, wrap);
      expect(cbor.decode(cbor.encode(deepest))).toStrictEqual(deepest);
      expect(refusalOf(nested(501, wrap)).message).toContain("is nested deeper than 500");
      expect(refusalOf(nested(100_000, wrap)).message).toContain("is nested deeper than 500");
    }
  });

  test("bytes whose buffer was transferred away", () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const { buffer } = bytes;
    structuredClone(buffer, { transfer: [buffer] });
    expect(refusalOf([bytes]).message).toMatch(/^data\[0\] is bytes whose ArrayBuffer/);
    expect(refusalOf([buffer]).message).toMatch(/^data\[0\] is bytes whose ArrayBuffer/);
  });

  test("bytes that a getter takes away meanwhile", () => {
    const bytes = new Uint8Array(10_000);
    const takeAway = {
      get now() {
        structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
        return 1;
      },
    };
    expect(refusalOf([bytes, takeAway]).message).toContain("bytes whose length changed");
  });

  test.each([4500, 9000])("bytes that a getter resizes to %d meanwhile", (length) => {
    const resizable = ArrayBuffer as unknown as new (
      length: number,
      options: { maxByteLength: number },
    ) => ArrayBuffer & { resize(length: number): void };
    const buffer = new resizable(5000, { maxByteLength: 9000 });
    const resize = {
      get now() {
        buffer.resize(length);
        return 1;
      },
    };
    const data = [new Uint8Array(buffer), resize];
    expect(refusalOf(data).message).toContain("bytes whose length changed");
  });

  test("more items or keys than the engine bears", () => {
    const items: unknown[] = [];
    items.length = 2 ** 25 + 1;
    expect(refusalOf({ items }).message).toContain("data.items is an array of more than 33554432");
    const keys = Array.from<string>({ length: 2 ** 23 + 1 });
    const spy = jest.spyOn(Object, "keys").mockReturnValueOnce(keys);
    expect(refusalOf({}).message).toContain("data is an object of more than 8388608 keys");
    spy.mockRestore();
  });

  test("millions of empty objects, which would take far more memory than they are bytes", () => {
    const empty = {};
    const error = refusalOf(Array.from({ length: 400_000 }, () => empty));
    expect(error.message).toMatch(/^data\[\d+\] is one of so many tiny values/);
    const pairs = Array.from({ length: 400_000 }, (_, index) => [index, index]);
    expect(cbor.decode(cbor.encode(pairs))).toHaveLength(pairs.length);
  });

  test("never with the data in the message", () => {
    const secret = "s3cret";
    const proxied = { [Symbol(secret)]: secret, constructor: { name: secret } };
    for (const data of [
      `${secret}\ud800`,
      Symbol(secret),
      new Map([[secret, secret]]),
      Object.assign([secret], { extra: secret }),
      proxied,
      Object.assign(new Point(), { constructor: { name: secret } }),
    ]) {
      const { message, path } = refusalOf([data]);
      expect(message + path).not.toContain(secret);
    }
  });

  test("with overlong keys cut in the path", () => {
    const error = refusalOf({ ["k".repeat(100_000)]: () => 1 });
    expect(error.path.length).toBeLessThan(100);
  });
});
