import { describe, expect, test } from "@jest/globals";
import { Encoder, encode, Tag } from "cbor-x";
import { cbor } from "../src/index.js";

// What WIRE.md says that we refuse of cbor-x; of cbor2 see tools/python.
const cases: readonly (readonly [title: string, bytes: Uint8Array])[] = [
  ["records, its default for objects", new Encoder().encode({ a: 1, b: 2 })],
  ["packed values", new Encoder({ pack: true } as object).encode(["aaaa", "aaaa", "aaaa"])],
  ["a Uint8Array, which it tags as a typed array", encode(Uint8Array.of(1))],
  ["a Float64Array", encode(Float64Array.of(1.5))],
  ["a Set", encode(new Set([1]))],
  ["an Error", encode(new TypeError("x"))],
  ["a Map whose keys are numbers", encode(new Map([[1, 2]]))],
  ["shared references", new Encoder({ structuredClone: true } as object).encode(cycle())],
  ["a tag of one's own", encode(new Tag(1, 6000))],
  ["a lone surrogate", encode("\ud800")],
];

function cycle(): unknown[] {
  const array: unknown[] = [];
  array.push(array);
  return array;
}

describe("of cbor-x we refuse", () => {
  test.each(cases)("%s", (_, bytes) => {
    expect(() => cbor.decode(Uint8Array.from(bytes))).toThrow(
      expect.objectContaining({ code: "STASH_CORRUPTED" }),
    );
  });
});
