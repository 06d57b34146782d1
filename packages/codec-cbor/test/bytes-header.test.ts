import { describe, expect, test } from "@jest/globals";
import { cbor } from "../src/index.js";
import { hex, toHex } from "./hex.js";

describe("the header of a byte string", () => {
  test.each([0, 1, 23, 24, 255, 256, 65535, 65536, 100_000])("of %d bytes", (length) => {
    const bytes = new Uint8Array(length).fill(1);
    const header = cbor.bytesHeader!(length);
    const encoded = cbor.encode(bytes);
    expect(toHex(Buffer.concat([header, bytes]))).toBe(toHex(encoded));
    const read = cbor.readBytesHeader!(encoded.subarray(0, 16));
    expect(read).toEqual({ headerLength: header.length, length });
  });

  test("of more than 4 GiB", () => {
    expect(toHex(cbor.bytesHeader!(2 ** 32 + 1))).toBe("5b0000000100000001");
    const read = cbor.readBytesHeader!(hex("5b000000010000000100000000000000"));
    expect(read).toEqual({ headerLength: 9, length: 2 ** 32 + 1 });
  });

  test.each(["", "00", "6161", "80", "a0", "c24101", "5f4101ff", "5c", "f6"])(
    "is not read from %s",
    (digits) => {
      expect(cbor.readBytesHeader!(hex(digits))).toBeUndefined();
    },
  );
});
