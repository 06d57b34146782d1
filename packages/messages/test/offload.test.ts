import { describe, expect, test } from "@jest/globals";
import { StashNotFound } from "@kstash/core";
import { bytesOf, sent, setUp } from "./support.js";

const large = "x".repeat(2000);

describe("offload", () => {
  test("returns a message that fits as it is, without a request", async () => {
    const { offload, calls } = setUp();
    const message = { command: "gen_report", context: "x".repeat(900) };
    expect(await offload(message)).toBe(message);
    expect(calls.put).toBe(0);
  });

  test.each([
    ["to the byte", 0, 0],
    ["one byte over", -1, 1],
  ])("overBytes counts bytes of UTF-8: %s", async (_, more, puts) => {
    const message = { text: 'é\n"𝄞\ud800', rows: [1.5, -0, true, null, {}], more: large };
    const { offload, calls } = setUp();
    await offload(message, { overBytes: bytesOf(message) + more });
    expect(calls.put).toBe(puts);
  });

  test("replaces the largest value, and leaves the others and the order of keys", async () => {
    const { offload, hydrate } = setUp();
    const message = { id: 1, body: large, type: "report", small: "x".repeat(500) };
    const offloaded = await offload(message);
    expect(offloaded).toEqual({
      ...message,
      body: { $kstash: expect.stringMatching(/^mem:\/\/default\/message\.[0-9a-f]{32}$/) },
    });
    expect(Object.keys(offloaded)).toEqual(["id", "body", "type", "small"]);
    expect(message.body).toBe(large);
    expect(await hydrate(sent(offloaded))).toEqual(message);
  });
});

describe("hydrate", () => {
  test("names the field whose stash is gone", async () => {
    const { offload, hydrate, release } = setUp();
    const offloaded = sent(await offload({ detail: { id: 1, body: large } }));
    expect(await release(offloaded)).toHaveLength(1);
    const hydrating = hydrate(offloaded);
    await expect(hydrating).rejects.toThrow(StashNotFound);
    await expect(hydrating).rejects.toThrow('field "detail.body": stash not found: mem://');
  });
});
