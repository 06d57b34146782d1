import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { REFERENCE_KEY } from "../src/index.js";
import { bytesOf, sent, setUp } from "./support.js";

// Well-formed, since what is stashed is; JSON.parse has made of it what JSON can carry.
const unit = fc.oneof(
  { weight: 9, arbitrary: fc.constant("binary" as const) },
  { weight: 1, arbitrary: fc.constant("grapheme" as const) },
);
const message = unit
  .chain((stringUnit) =>
    fc.dictionary(
      fc.string({ unit: stringUnit, maxLength: 8 }),
      fc.oneof(
        fc.jsonValue({ stringUnit, maxDepth: 4 }),
        fc.integer({ min: 0, max: 3000 }).map((length) => "é".repeat(length)),
      ),
      { maxKeys: 8 },
    ),
  )
  .map((value) => sent({ ...value }) as Record<string, unknown>)
  .filter((value) => !JSON.stringify(value).includes('"__proto__":') && !(REFERENCE_KEY in value));

const isReference = (value: unknown) => Object.keys(value as object).join() === REFERENCE_KEY;

/** The keys of a message in their order, but for what is inside of references. */
function shapeOf(value: unknown, like: unknown): unknown {
  if (typeof like !== "object" || like === null) return undefined;
  if (isReference(like)) return undefined;
  return Object.keys(like).map((key) => [
    key,
    shapeOf((value as Record<string, unknown>)[key], (like as Record<string, unknown>)[key]),
  ]);
}

test("whatever the message and the limit, it fits or is a reference, and comes back", async () => {
  const fields = fc.subarray(["a", "*.*", "0", "*.0.*"]);
  await fc.assert(
    fc.asyncProperty(message, fc.nat(4000), fields, async (value, overBytes, fields) => {
      const { offload, hydrate, calls } = setUp({ overBytes, fields });
      const before = JSON.stringify(value);
      const offloaded = await offload(value);
      expect(JSON.stringify(value)).toBe(before);
      const bytes = bytesOf(offloaded);
      if (Buffer.byteLength(before) <= overBytes) {
        expect(offloaded).toBe(value);
        expect(calls.put).toBe(0);
      } else if (!isReference(offloaded)) {
        expect(bytes).toBeLessThanOrEqual(overBytes);
        expect(shapeOf(offloaded, offloaded)).toEqual(shapeOf(value, offloaded));
      }
      expect(await hydrate(sent(offloaded))).toEqual(value);
    }),
    { numRuns: 400 },
  );
});
