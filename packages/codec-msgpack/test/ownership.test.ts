import { describe, expect, test } from "@jest/globals";
import { msgpack } from "../src/index.js";
import { toHex } from "./hex.js";

describe("whose memory it is", () => {
  test("what encode returns is a plain Uint8Array of exact length, and its own", () => {
    for (const data of [1, { a: "b" }, "x".repeat(5000), { bin: new Uint8Array(100_000) }]) {
      const before = toHex(msgpack.encode(data));
      const bytes = msgpack.encode(data);
      expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
      expect(bytes.buffer.byteLength).toBe(bytes.length);
      bytes.fill(0xff);
      expect(toHex(msgpack.encode(data))).toBe(before);
    }
  });

  test("what decode returns shares nothing with its source", () => {
    const data = {
      bin: new Uint8Array(5000).fill(1),
      small: Uint8Array.of(1),
      text: "x".repeat(90),
    };
    for (const source of [msgpack.encode(data), Buffer.from(msgpack.encode(data))]) {
      const loaded = msgpack.decode(source);
      source.fill(0);
      expect(loaded).toStrictEqual(data);
    }
  });

  test("data that encodes something itself while it is encoded", () => {
    const data = {
      a: "before",
      get b() {
        return msgpack.encode({ c: "x".repeat(100) });
      },
      d: "after",
    };
    const plain = { a: data.a, b: data.b, d: data.d };
    expect(toHex(msgpack.encode(data))).toBe(toHex(msgpack.encode(plain)));
  });
});
