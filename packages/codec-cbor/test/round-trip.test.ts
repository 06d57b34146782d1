import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { cbor } from "../src/index.js";
import { dataModel } from "./arbitrary.js";
import { toHex } from "./hex.js";
import { expectSame } from "./same.js";

describe("random data", () => {
  test("comes back equal, and is the same bytes again", () => {
    fc.assert(
      fc.property(dataModel, (data) => {
        const bytes = cbor.encode(data);
        const loaded = cbor.decode(bytes);
        expectSame(loaded, data);
        expect(toHex(cbor.encode(loaded))).toBe(toHex(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  test("is the same bytes whatever the order of its keys", () => {
    fc.assert(
      fc.property(dataModel, (data) => {
        expect(toHex(cbor.encode(reversed(data)))).toBe(toHex(cbor.encode(data)));
      }),
      { numRuns: 500 },
    );
  });
});

function reversed(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(reversed);
  if (
    typeof data !== "object" ||
    data === null ||
    Object.getPrototypeOf(data) !== Object.prototype
  ) {
    return data;
  }
  return Object.fromEntries(
    Object.entries(data)
      .toReversed()
      .map(([key, value]) => [key, reversed(value)]),
  );
}
