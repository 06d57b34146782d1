import { Buffer } from "node:buffer";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { decodeBase64, encodeForm } from "../src/base64.js";

// Both sides of where loops give way to Node's converter.
const lengths = fc.oneof(fc.nat(40), fc.integer({ min: 1000, max: 1040 }), fc.nat(4000));
const bytes = lengths.chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));

test("writes what Node and encodeURIComponent write", () => {
  fc.assert(
    fc.property(bytes, (payload) => {
      const base64 = Buffer.from(payload).toString("base64");
      expect(encodeForm(["a/b", "?data="], payload)).toBe(`a/b?data=${encodeURIComponent(base64)}`);
    }),
  );
});

test("reads what Node writes, into memory of exact length", () => {
  fc.assert(
    fc.property(bytes, (payload) => {
      const decoded = decodeBase64(Buffer.from(payload).toString("base64"));
      expect(decoded).toEqual(payload);
      expect(decoded?.buffer.byteLength).toBe(payload.length);
    }),
  );
});

test("refuses what is not the one way to write its bytes", () => {
  // Base64 with a character changed, put in or taken out, near its end more often than not.
  const characters = fc.constantFrom(..."AQgwB/+=-_ \n~\u00c1\u4141\u0141");
  const damaged = fc
    .record({
      payload: bytes,
      from: fc.nat(5),
      taken: fc.nat(2),
      put: fc.array(characters, { maxLength: 4 }),
    })
    .map(({ payload, from, taken, put }) => {
      const base64 = Buffer.from(payload).toString("base64");
      const at = Math.max(0, base64.length - from);
      return base64.slice(0, at) + put.join("") + base64.slice(at + taken);
    });
  fc.assert(
    fc.property(damaged, (text) => {
      const lenient = Buffer.from(text, "base64");
      const expected = lenient.toString("base64") === text ? new Uint8Array(lenient) : undefined;
      expect(decodeBase64(text)).toEqual(expected);
    }),
    { numRuns: 2000 },
  );
});
