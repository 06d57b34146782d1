import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { markHandle, unmarkHandle } from "../src/receipt-handle.js";

const pointer = fc.record({ s3BucketName: fc.string(), s3Key: fc.string({ minLength: 1 }) });
const origins = fc.array(fc.oneof(fc.string({ unit: "binary" }), pointer));
const odd = fc.constantFrom("-", ".", "-..s3Key..-", "kstash1.", "\n", "é", "#", "+/=", '"');
const handles = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(odd).map((parts) => parts.join("")),
);

test("whatever a handle consists of, it comes back with all that it was marked with", () => {
  fc.assert(
    fc.property(handles, origins, (handle, origins) => {
      expect(unmarkHandle(markHandle(handle, origins))).toEqual({ handle, origins });
    }),
  );
});

test("a handle that is not marked is left as it is", () => {
  const unmarked = handles.filter((handle) => !handle.startsWith("kstash1."));
  fc.assert(
    fc.property(unmarked, (handle) => {
      expect(unmarkHandle(handle)).toEqual({ handle, origins: [] });
    }),
  );
});

test.each([
  ["no base64 of JSON", "kstash1.AAAA.handle"],
  ["no list", `kstash1.${Buffer.from("{}").toString("base64url")}.handle`],
  [
    "nothing to release",
    `kstash1.${Buffer.from('[1,{"s3Key":"x"},null]').toString("base64url")}.handle`,
  ],
])("a mark that holds %s releases nothing", (_, marked) => {
  expect(unmarkHandle(marked)).toEqual({ handle: "handle", origins: [] });
});
