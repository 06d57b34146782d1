import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { type Codec, createKstash, StashCorrupted } from "../src/index.js";
import { mapBackend } from "./support.js";

const raw: Codec = {
  name: "raw",
  contentType: "application/octet-stream",
  encode: (data) => (data as Uint8Array).slice(),
  decode: (bytes) => bytes.slice(),
};
const bytes = new Uint8Array(5 * 1024 * 1024).map((_, index) => index % 251);

describe("a payload too large to be digested at once", () => {
  const backend = mapBackend();
  const { create, retrieve } = createKstash({ codecs: [raw], config: { backends: [backend] } });

  test.each(["md5", "sha256"] as const)("has the %s of all its bytes", async (hash) => {
    const stash = await create("x", bytes, { config: { backends: [backend], hash } });
    expect(stash.digest).toBe(createHash(hash).update(bytes).digest("hex"));
    expect(Buffer.compare((await retrieve(stash.address)).data as Uint8Array, bytes)).toBe(0);
  });

  test("lets the event loop go on, on both ways", async () => {
    let turns = 0;
    const count = setInterval(() => (turns += 1), 0);
    const stash = await create("x", bytes);
    const whileCreating = turns;
    await retrieve(stash.address);
    clearInterval(count);
    expect([whileCreating > 0, turns > whileCreating]).toEqual([true, true]);
  });

  test("is refused when its last byte differs", async () => {
    const stash = await create("x", bytes);
    const stored = backend.store.get(`default/${stash.address.key}`);
    stored?.bytes.set([0], bytes.length - 1);
    await expect(retrieve(stash.address)).rejects.toThrow(StashCorrupted);
  });

  test("can be aborted while it is digested", async () => {
    const reason = new Error("enough");
    const controller = new AbortController();
    const created = create("x", bytes, { signal: controller.signal });
    setImmediate(() => controller.abort(reason));
    await expect(created).rejects.toBe(reason);
  });
});
