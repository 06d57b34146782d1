import { expect, test } from "@jest/globals";
import { type Decoded, measureClass } from "../src/measure/decoding.js";

// The class that asks for most memory by least bytes; `npm run measure` has them all.
test.each([
  ["cbor", "100 KB of objects with one far index"],
  ["msgpack", "100 KB of objects with one far index"],
] as const)(
  "%s: %s take less than 20 MB, garbage included",
  async (codec, title) => {
    const measured: Decoded = await measureClass(codec, title);
    expect(measured.inputs).toBeGreaterThan(5);
    expect(measured.extraMB).toBeLessThan(20);
  },
  60_000,
);
