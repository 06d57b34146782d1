import type { Json } from "../escapes.js";

/** A message, and what a reader makes of it; or the code of the error, and where in the message. */
export interface ReferenceVector {
  readonly title: string;
  /** JSON as it is: nothing in it is an escape. */
  readonly message: Json;
  /** The fields in which the reader follows plain addresses. */
  readonly fields?: readonly string[];
  readonly reads?: Json;
  readonly code?: string;
  readonly path?: string;
}

// Inline, so that there is nothing to be stored: 12, "x", { "$kstash": <the first> }, { "context": <the first> },
// <the first> as text.
const twelve = "inline://stashes/colorcode?data=DA%3D%3D";
const text = "inline://default/message?data=YXg%3D";
const inner =
  "inline://default/message?data=oWcka3N0YXNoeChpbmxpbmU6Ly9zdGFzaGVzL2NvbG9yY29kZT9kYXRhPURBJTNEJTNE";
const outer =
  "inline://default/message?data=oWdjb250ZXh0eChpbmxpbmU6Ly9zdGFzaGVzL2NvbG9yY29kZT9kYXRhPURBJTNEJTNE";
const address =
  "inline://default/message?data=eChpbmxpbmU6Ly9zdGFzaGVzL2NvbG9yY29kZT9kYXRhPURBJTNEJTNE";
const to = (address: string): Json => ({ $kstash: address });

/** Messages that are read. */
export const readReferences: readonly ReferenceVector[] = [
  { title: "no reference", message: { id: 1, body: "x" }, reads: { id: 1, body: "x" } },
  { title: "a field", message: { id: 1, code: to(twelve) }, reads: { id: 1, code: 12 } },
  {
    title: "inside of objects and arrays, more than once",
    message: { items: [{ body: to(text) }, to(twelve), [to(text)]] },
    reads: { items: [{ body: "x" }, 12, ["x"]] },
  },
  { title: "the whole message", message: to(outer), reads: { context: twelve } },
  {
    title: "inside of what was read: data, and not followed",
    message: { a: to(inner) },
    reads: { a: to(twelve) },
  },
  {
    title: "a text that looks like an address: data",
    message: { a: twelve, b: [twelve] },
    reads: { a: twelve, b: [twelve] },
  },
  {
    title: "a plain address in a field that the reader lists",
    message: { a: twelve, b: [twelve, twelve], c: null },
    fields: ["a", "b.1", "c", "d"],
    reads: { a: 12, b: [twelve, 12], c: null },
  },
  {
    title: "a listed field of a message that was a reference",
    message: to(outer),
    fields: ["context"],
    reads: { context: 12 },
  },
  {
    title: "a listed field inside of what a reference stood for",
    message: { a: to(outer) },
    fields: ["a.context"],
    reads: { a: { context: 12 } },
  },
  {
    title: "a listed field that held an address, and was stashed",
    message: { a: to(address) },
    fields: ["a"],
    reads: { a: 12 },
  },
  {
    title: "a listed field inside of what a plain address stands for: data, and not followed",
    message: { a: outer },
    fields: ["a", "a.context"],
    reads: { a: { context: twelve } },
  },
  {
    title: "a key that differs from the reserved one",
    message: { a: { $KSTASH: twelve }, b: { kstash: twelve } },
    reads: { a: { $KSTASH: twelve }, b: { kstash: twelve } },
  },
];

const nothing = to("s3://stashes/object");

/** Messages that a reader refuses. */
export const refusedReferences: readonly ReferenceVector[] = [
  ...[12, null, true, [twelve], to(twelve)].map((value): ReferenceVector => ({
    title: "a value that is no text",
    message: { a: { $kstash: value } },
    code: "INVALID_DATA",
    path: "data.a",
  })),
  {
    title: "another key beside it",
    message: { a: [{ $kstash: twelve, more: 1 }] },
    code: "INVALID_DATA",
    path: "data.a[0]",
  },
  {
    title: "text that is no address",
    message: { a: nothing },
    code: "INVALID_DATA",
    path: "data.a",
  },
  {
    title: "on the message, beside other keys",
    message: { $kstash: twelve, id: 1 },
    code: "INVALID_DATA",
    path: "data",
  },
  {
    title: "checked before any is followed",
    message: { a: to("inline://n/x?data="), b: to("context") },
    code: "INVALID_DATA",
    path: "data.b",
  },
  {
    title: "a scheme that the reader does not serve",
    message: { a: to("ftp://stashes/object.34472d91b2f84052bf26d4eaa862ef86") },
    code: "UNSUPPORTED_BACKEND",
  },
  {
    title: "text that is no address in a field that the reader lists",
    message: { a: "s3://stashes/object" },
    fields: ["a"],
    code: "INVALID_ADDRESS",
  },
];

/** Messages that a writer refuses, whatever their size. */
export const refusedMessages: readonly ReferenceVector[] = [
  { title: "a reference", message: { a: to(twelve) }, code: "INVALID_DATA", path: "data.a" },
  { title: "the key on anything", message: { $kstash: 1 }, code: "INVALID_DATA", path: "data" },
  {
    title: "the key beside others, inside of an array",
    message: { a: [1, { b: 1, $kstash: null }] },
    code: "INVALID_DATA",
    path: "data.a[1]",
  },
];
