import { describe, expect, test } from "@jest/globals";
import { Decoder } from "cbor-x";
import * as cborg from "cborg";
import { bigIntDecoder, bigNegIntDecoder } from "cborg/taglib";
import fc from "fast-check";
import { cbor } from "../src/index.js";
import { toDate } from "../src/scanner.js";
import { dataModel } from "./arbitrary.js";
import { toHex } from "./hex.js";
import { expectSame } from "./same.js";

const { Token, Type } = cborg;

// Another deterministic encoder: float64, keys by RFC 8949, and the two tags that it leaves to us.
const options: cborg.EncodeOptions = {
  ...cborg.rfc8949EncodeOptions,
  float64: true,
  typeEncoders: {
    number: (value: number) => (Object.is(value, -0) ? [new Token(Type.uint, 0)] : null),
    bigint: (value: bigint) => {
      const magnitude = value < 0n ? ~value : value;
      const digits = magnitude === 0n ? "" : magnitude.toString(16);
      const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), "0"), "hex");
      return [
        new Token(Type.tag, value < 0n ? 3 : 2),
        new Token(Type.bytes, new Uint8Array(bytes)),
      ];
    },
    Date: (value: Date) => {
      const seconds = value.getTime() / 1000;
      const number = Number.isInteger(seconds)
        ? new Token(seconds < 0 ? Type.negint : Type.uint, seconds)
        : new Token(Type.float, seconds);
      return [new Token(Type.tag, 1), number];
    },
  },
};

const tags = {
  1: (decode: () => unknown) => toDate(decode() as number),
  2: bigIntDecoder,
  3: bigNegIntDecoder,
};

describe("cborg", () => {
  test("writes the same bytes for random data", () => {
    fc.assert(
      fc.property(dataModel, (data) => {
        expect(toHex(cbor.encode(data))).toBe(toHex(cborg.encode(data, options)));
      }),
      { numRuns: 1000 },
    );
  });

  test("reads ours, and we read its", () => {
    fc.assert(
      fc.property(dataModel, (data) => {
        expectSame(cborg.decode(cbor.encode(data), { tags }), data);
        // With its defaults: half floats and other orders of keys.
        const theirs = cborg.encode(data, { typeEncoders: options.typeEncoders! });
        expectSame(cbor.decode(theirs), data);
      }),
      { numRuns: 500 },
    );
  });
});

describe("cbor-x", () => {
  test("reads ours", () => {
    const data = {
      a: [1, -1.5, "ü", null, true],
      bin: Uint8Array.of(1),
      at: new Date(1.5e12),
      undefined,
    };
    const decoder = new Decoder({ mapsAsObjects: true, useRecords: false });
    const loaded = decoder.decode(cbor.encode(data)) as typeof data;
    expect({ ...loaded, bin: Uint8Array.from(loaded.bin) }).toStrictEqual(data);
  });
});
