import { describe, expect, test } from "@jest/globals";
import { pack, Packr } from "msgpackr";
import { msgpack } from "../src/index.js";

// What WIRE.md says that we refuse of msgpackr; of msgpack-python see tools/python.
const cases: readonly (readonly [title: string, bytes: Uint8Array])[] = [
  ["records, its default for objects", new Packr().pack({ a: 1, b: 2 })],
  ["undefined", pack(undefined)],
  ["a Date", pack(new Date(0))],
  ["a Set", new Packr({ moreTypes: true }).pack(new Set([1]))],
  ["an Error", new Packr({ moreTypes: true }).pack(new TypeError("x"))],
  ["a Float64Array", new Packr({ moreTypes: true }).pack(Float64Array.of(1.5))],
  ["a Map whose keys are numbers", pack(new Map([[1, 2]]))],
  ["a bigint beyond 64 bits", new Packr({ useBigIntExtension: true }).pack(2n ** 70n)],
  ["bundled strings", new Packr({ bundleStrings: true }).pack(["a long text", "and another one"])],
  ["shared references", new Packr({ structuredClone: true }).pack(cycle())],
];

function cycle(): unknown[] {
  const array: unknown[] = [];
  array.push(array);
  return array;
}

describe("of msgpackr we refuse", () => {
  test.each(cases)("%s", (_, bytes) => {
    expect(() => msgpack.decode(Uint8Array.from(bytes))).toThrow(
      expect.objectContaining({ code: "STASH_CORRUPTED" }),
    );
  });
});
