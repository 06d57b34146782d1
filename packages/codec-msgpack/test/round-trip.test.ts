import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { addExtension, Packr, Unpackr } from "msgpackr";
import { msgpack } from "../src/index.js";
import { dataModel } from "./arbitrary.js";
import { toHex } from "./hex.js";
import { expectSame } from "./same.js";

const options = {
  useRecords: false,
  variableMapSize: true,
  int64AsType: "auto",
  copyBuffers: true,
};

describe("random data", () => {
  test("comes back equal, and is the same bytes again", () => {
    fc.assert(
      fc.property(dataModel, (data) => {
        const bytes = msgpack.encode(data);
        expect(bytes.buffer.byteLength).toBe(bytes.length);
        const loaded = msgpack.decode(bytes);
        expectSame(loaded, data);
        expect(toHex(msgpack.encode(loaded))).toBe(toHex(bytes));
      }),
      { numRuns: 1500 },
    );
  });

  test("is read by msgpackr, and we read what it writes", () => {
    const unpackr = new Unpackr(options as object);
    const packr = new Packr(options as object);
    fc.assert(
      fc.property(dataModel, (data) => {
        expectSame(plain(unpackr.unpack(msgpack.encode(data))), plain(data));
        expectSame(msgpack.decode(Uint8Array.from(packr.pack(data))), data);
      }),
      { numRuns: 500 },
    );
  });

  test("is the same bytes whatever extensions another module gives to msgpackr", () => {
    const data = { bin: Uint8Array.of(1), list: [1, "a"] };
    const before = toHex(msgpack.encode(data));
    addExtension({
      Class: Uint8Array,
      type: 1,
      pack: () => Buffer.of(0),
      unpack: () => 1,
    } as never);
    expect(toHex(msgpack.encode(data))).toBe(before);
    expectSame(msgpack.decode(msgpack.encode(data)), data);
  });
});

// msgpackr gives a Buffer for bytes, and numbers for these two bigints.
function plain(data: unknown): unknown {
  if (data === 2n ** 53n || data === -(2n ** 53n)) return Number(data);
  if (data instanceof Uint8Array) return Uint8Array.from(data);
  if (Array.isArray(data)) return data.map(plain);
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, plain(value)]));
}
