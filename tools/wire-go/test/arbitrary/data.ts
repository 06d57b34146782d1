import fc from "fast-check";

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom("constructor", "0", "10", "$bytes", "\ufeff", "ü".repeat(300), "x".repeat(5000)),
);

const key = text.filter((name) => name !== "__proto__" && name.length < 1000);

const number = fc
  .oneof(
    fc.double(),
    fc.float(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.constantFrom(2 ** 53, 1e300),
  )
  // -0 is stored as 0.
  .map((value) => (value === 0 ? 0 : value));

const bytes = fc.uint8Array({ maxLength: 300 });

const leavesOf = {
  cbor: [
    fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }),
    fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }),
    fc.date({ noInvalidDate: true }),
    fc.constant(undefined),
  ],
  msgpack: [
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
    fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
  ],
};

/** Any value of the data model that a codec has. */
export function dataOf(codec: keyof typeof leavesOf): fc.Arbitrary<unknown> {
  const leaf = fc.oneof(
    fc.constantFrom(null, true, false),
    number,
    text,
    bytes,
    ...(leavesOf[codec] as fc.Arbitrary<unknown>[]),
  );
  return fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, leaf, tie("array"), tie("object")),
    array: fc.array(tie("value"), { maxLength: 8 }),
    object: fc.dictionary(key, tie("value"), { maxKeys: 8, noNullPrototype: true }),
  }))["value"] as fc.Arbitrary<unknown>;
}

/** Bytes with some of them changed, cut off or added; and any bytes. */
export function changed(bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const change = fc.tuple(fc.nat(), fc.nat(255));
  const some = fc
    .tuple(bytes, fc.array(change, { maxLength: 3 }), fc.nat(3), fc.uint8Array({ maxLength: 1 }))
    .map(([bytes, changes, cut, added]) => {
      const result = Buffer.concat([bytes.subarray(0, bytes.length - (cut === 3 ? 1 : 0)), added]);
      for (const [at, value] of changes) if (result.length > 0) result[at % result.length] = value;
      return new Uint8Array(result);
    });
  return fc.oneof(
    { weight: 3, arbitrary: some },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 12 }) },
  );
}
