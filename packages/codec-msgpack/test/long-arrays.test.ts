import { expect, test } from "@jest/globals";
import { msgpack } from "../src/index.js";
import { toHex } from "./hex.js";

// Long arrays are written in parts, and large bytes by themselves.
const bytes = new Uint8Array(70_000).fill(7);
const inner = Array.from({ length: 3000 }, (_, i) => (i % 1000 === 0 ? bytes : { id: i }));
const data = Array.from({ length: 2500 }, (_, i) => (i === 1500 ? { inner, bytes } : `item ${i}`));

test("are the same bytes as their items, one after the other, and come back", () => {
  const encoded = msgpack.encode(data);
  // An array of 2500 and of 3000 items: its head and 2 bytes of length.
  const items = Buffer.concat(data.map((item) => msgpack.encode(item)));
  expect(toHex(encoded.subarray(3))).toBe(toHex(items));
  const innerItems = Buffer.concat(inner.map((item) => msgpack.encode(item)));
  expect(toHex(msgpack.encode(inner).subarray(3))).toBe(toHex(innerItems));
  expect(msgpack.decode(encoded)).toStrictEqual(data);
  expect(encoded.buffer.byteLength).toBe(encoded.length);
});

test.each([1023, 1024, 1025, 65_535, 65_536])("of %i items come back", (length) => {
  const array = Array.from({ length }, (_, i) => i);
  expect(msgpack.decode(msgpack.encode(array))).toEqual(array);
});

test("what is refused is named by its index in the whole array", () => {
  const wrong = (item: unknown) => () => msgpack.encode({ rows: [...data, { at: [item] }] });
  expect(wrong(() => 1)).toThrow(/^data\.rows\[2500\]\.at\[0\] is a function/);
  const holes = [1];
  holes[2000] = 1;
  expect(() => msgpack.encode(holes)).toThrow(/^data\[1\] is a hole/);
});

test("an array that shrinks while it is read is written as it was", () => {
  const shrinking: unknown[] = Array.from({ length: 2100 }, (_, i) => i);
  shrinking[5] = {
    get a() {
      shrinking.length = 10;
      return 1;
    },
  };
  const loaded = msgpack.decode(msgpack.encode(shrinking)) as unknown[];
  expect(loaded).toHaveLength(2100);
  expect(loaded[2099]).toBe(2099);
});
