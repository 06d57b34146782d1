import { expect, test } from "@jest/globals";
import { Output } from "@kstash/core/codec-kit";

test("an output that was large keeps its first chunk alone", () => {
  const out = new Output(64);
  const first = out.chunk;
  out.byte(1);
  out.reserve(1000);
  out.byte(2);
  expect(out.length).toBe(2);
  expect(out.chunk).not.toBe(first);
  expect([...out.finish()]).toEqual([1, 2]);
  out.reset();
  expect(out.chunk).toBe(first);
  expect(out.length).toBe(0);
});

test("chunks grow up to 1 MiB, and no further unless something needs more", () => {
  const out = new Output(64);
  for (let i = 0; i < 20; i++) {
    out.reserve(out.chunk.length);
    out.position = out.chunk.length;
  }
  expect(out.chunk.length).toBe(1024 * 1024);
});
