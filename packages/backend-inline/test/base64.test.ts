import { Buffer } from "node:buffer";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { base64Length, decodeBase64, decodedLength } from "../src/base64.js";
import { toBase64 as encodeBase64 } from "../src/platform/node.js";

// Both sides of where Node takes memory from its pool.
const lengths = fc.oneof(fc.nat(40), fc.integer({ min: 4080, max: 4110 }), fc.nat(10_000));
const bytes = lengths.chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));

test("comes back equal, in memory of its own and of exact length", () => {
  fc.assert(
    fc.property(bytes, (payload) => {
      const base64 = encodeBase64(payload);
      expect(base64).toHaveLength(base64Length(payload.length));
      expect(decodedLength(base64)).toBe(payload.length);
      const decoded = decodeBase64(base64);
      expect(decoded).toEqual(payload);
      expect(decoded?.buffer.byteLength).toBe(payload.length);
    }),
  );
});

// RFC 4648 section 4, with the bits that no byte uses set to 0.
const CANONICAL =
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/;

test("refuses any text but the canonical one", () => {
  // Base64 with characters changed, inserted or removed near its end.
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
      const decoded = decodeBase64(text);
      if (CANONICAL.test(text)) expect(encodeBase64(decoded ?? new Uint8Array())).toBe(text);
      else expect(decoded).toBeUndefined();
    }),
    { numRuns: 2000 },
  );
});
