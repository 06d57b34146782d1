import { expect, test } from "@jest/globals";
import type { Payload, StreamPayload } from "@kstash/core";
import { sendParts } from "../src/index.js";

const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);
const held = { bytes } as Payload;
const streamed = {
  length: bytes.length,
  stream: async function* (start: number, end: number) {
    yield bytes.subarray(start, end);
  },
} as unknown as StreamPayload;

test.each([
  { what: "in memory, in few", payload: held, minBytes: 100, maxParts: 10_000, parts: 10 },
  { what: "in memory, in at most 64", payload: held, minBytes: 10, maxParts: 10_000, parts: 63 },
  {
    what: "in memory, in what the store takes",
    payload: held,
    minBytes: 10,
    maxParts: 5,
    parts: 5,
  },
  { what: "a stream", payload: streamed, minBytes: 10, maxParts: 10_000, parts: 100 },
])("a payload is sent whole and in order: $what", async ({ payload, parts, ...limits }) => {
  const sent = await sendParts(
    payload,
    limits,
    undefined,
    async (index, part) => [index, part] as const,
  );
  expect(sent.map(([index]) => index)).toEqual(Array.from({ length: parts }, (_, index) => index));
  expect(Buffer.concat(sent.map(([, part]) => part)).equals(bytes)).toBe(true);
});
