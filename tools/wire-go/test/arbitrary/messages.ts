import fc from "fast-check";

const addresses = [
  "inline://stashes/colorcode?data=DA%3D%3D",
  "inline://default/message?data=oWdjb250ZXh0eChpbmxpbmU6Ly9zdGFzaGVzL2NvbG9yY29kZT9kYXRhPURBJTNEJTNE",
  "INLINE://n/a b?data=DA==",
  "inline://n/x",
  "s3://stashes/object",
  "ftp://stashes/object.34472d91b2f84052bf26d4eaa862ef86",
];

const keys = ["a", "b", "context", "0"];

const plain = fc.oneof(
  fc.constantFrom(null, true, 1, 0.5, "x", ...addresses.slice(0, 3)),
  fc.constantFrom(...addresses),
);

const reference = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...addresses.slice(0, 3)) },
  { weight: 1, arbitrary: fc.constantFrom(12, null, ...addresses.slice(3)) },
);

/** A JSON message with references in it, and the fields that its reader names. */
export const message = fc.record({
  message: fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, plain, tie("reference"), tie("array"), tie("object")),
    reference: reference.map(($kstash) => ({ $kstash })),
    array: fc.array(tie("value"), { maxLength: 3 }),
    object: fc.dictionary(fc.constantFrom(...keys), tie("value"), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  }))["object"] as fc.Arbitrary<object>,
  fields: fc.array(fc.constantFrom("a", "b", "context", "a.b", "a.0", "b.context", "0", "c"), {
    maxLength: 3,
  }),
});
