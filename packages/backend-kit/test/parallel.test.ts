import { Readable } from "node:stream";
import { expect, test } from "@jest/globals";
import { Address } from "@kstash/core";
import type { Answer, ByteRange } from "../src/index.js";
import { RANGE_BYTES, readInParallel } from "../src/read/parallel.js";

const RANGES = 6;
const bytes = Buffer.alloc(RANGES * RANGE_BYTES, "bytes of ranges");

async function open(range: ByteRange | undefined): Promise<Answer> {
  const body = Readable.from([bytes.subarray(range?.start, range?.end)], { objectMode: false });
  return { body, isRange: true, length: bytes.length, contentType: "", version: undefined };
}

test("other work goes on between the ranges of an object, in order, that are there at once", async () => {
  const address = Address.parse(`s3://stashes/x.${"0".repeat(32)}`);
  const object = { address, open, refusalOf: () => undefined, version: undefined };
  const first = { start: 0, end: RANGE_BYTES };
  let turns = 0;
  const count = () => {
    turns += 1;
    turning = setImmediate(count);
  };
  let turning = setImmediate(count);
  const chunks: Uint8Array[] = [];
  for await (const chunk of readInParallel(
    object,
    await open(first),
    first,
    bytes.length,
    undefined,
  )) {
    chunks.push(chunk);
  }
  clearImmediate(turning);
  expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
  expect(turns).toBeGreaterThanOrEqual(RANGES);
});
