import { describe, expect, test } from "@jest/globals";
import { cbor } from "@kstash/codec-cbor";
import * as cborg from "cborg";
import { bigIntDecoder, bigNegIntDecoder } from "cborg/taglib";
import { fromJson, readVectors } from "../src/index.js";
import { expectSame } from "./same.js";

const { Token, Type } = cborg;
const vectors = readVectors("cbor.json").written.map((vector) => ({
  ...vector,
  value: fromJson(vector.reads ?? vector.data),
}));

// What cborg leaves to its callers: the tags of Dates and of large bigints.
const tags = {
  1: (decode: () => unknown) => dateOf(decode() as number),
  2: bigIntDecoder,
  3: bigNegIntDecoder,
};
const typeEncoders = {
  Date: (date: Date) => {
    const seconds = date.getTime() / 1000;
    const type = Number.isInteger(seconds) ? (seconds < 0 ? Type.negint : Type.uint) : Type.float;
    return [new Token(Type.tag, 1), new Token(type, seconds)];
  },
};

/** The time of so many seconds, as section 7 of WIRE.md has it. */
function dateOf(seconds: number): Date {
  const time = Math.round(seconds * 1000);
  const exact = [time, time - 1, time + 1].find((neighbour) => neighbour / 1000 === seconds);
  return new Date(exact ?? time);
}

/** It has no integers beyond 64 bits, and writes no small bigint as one. */
function isBeyond(value: unknown): boolean {
  if (typeof value !== "bigint") return false;
  return value < -(2n ** 64n) || value >= 2n ** 64n || Number.isSafeInteger(Number(value));
}

/** It takes a U+FEFF at the start of text for a byte order mark, and drops it. */
function startsWithBom(value: unknown): boolean {
  return typeof value === "string" && value.startsWith("\ufeff");
}

describe("cborg, with its defaults,", () => {
  test.each(vectors.filter(({ value }) => !startsWithBom(value)))(
    "reads what we write: $title: $data",
    ({ value }) => {
      expectSame(cborg.decode(cbor.encode(value), { tags }), value);
    },
  );

  test("reads U+FEFF at the start of text as a byte order mark, where it is a character", () => {
    expect(cborg.decode(cbor.encode("\ufeffa"))).toBe("a");
    expect(cbor.decode(cbor.encode("\ufeffa"))).toBe("\ufeffa");
  });

  test.each(vectors.filter(({ value }) => !isBeyond(value)))(
    "writes what we read: $title: $data",
    ({ value }) => {
      expectSame(cbor.decode(cborg.encode(value, { typeEncoders })), value);
      const rfc8949 = { ...cborg.rfc8949EncodeOptions, typeEncoders };
      expectSame(cbor.decode(cborg.encode(value, rfc8949)), value);
    },
  );

  test("writes a Map with keys that are no text, which we refuse", () => {
    const theirs = cborg.encode(new Map([[1, "a"]]));
    expect(() => cbor.decode(theirs)).toThrow(expect.objectContaining({ code: "STASH_CORRUPTED" }));
  });
});
