import { expect, test } from "@jest/globals";
import { memoryStorage } from "../src/memory-storage.js";

test("a small piece of a large buffer does not keep all of it; a large one is not copied", async () => {
  const slab = Buffer.alloc(64 * 1024, "a");
  const writer = memoryStorage.writer();
  await writer.write(slab.subarray(0, 10));
  await writer.write(slab);
  const content = await writer.finish();
  const chunks = [...(content.read(0, content.size) as Buffer[])];
  expect(chunks.map(({ length }) => length)).toEqual([10, slab.length]);
  expect(chunks[0]?.buffer).not.toBe(slab.buffer);
  expect(chunks[1]?.buffer).toBe(slab.buffer);
});
