import fc from "fast-check";

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom("constructor", "toString", "0", "10", "x".repeat(5000), "ü".repeat(3000)),
);

const key = text.filter((name) => name !== "__proto__");

const number = fc
  .oneof(
    fc.double(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.constantFrom(2 ** 53, -(2 ** 63), 1e300),
  )
  // -0 is stored as 0.
  .map((value) => (value === 0 ? 0 : value));

const bigint = fc.oneof(
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
  fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
);

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.integer({ min: 4000, max: 9000 }).map((length) => new Uint8Array(length).fill(length)),
);

const leaf = fc.oneof(fc.constantFrom(null, true, false), number, bigint, text, bytes);

/** Any value of the data model that MessagePack has. */
export const dataModel: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 5, withCrossShrink: true }, leaf, tie("array"), tie("object")),
  array: fc.array(tie("value"), { maxLength: 8 }),
  object: fc.dictionary(key, tie("value"), { maxKeys: 8, noNullPrototype: true }),
})).value;
