import { describe, expect, test } from "@jest/globals";
import { StashNotFound } from "@kstash/core";
import { referenceTo } from "../src/index.js";
import { sent, setUp } from "./support.js";

const large = "x".repeat(2000);

describe("release", () => {
  test("removes what the message refers to, and says what that was", async () => {
    const { offload, release, kstash } = setUp();
    const { address } = await kstash.create("context", large);
    const offloaded = sent(await offload({ context: address.text, body: large, twin: large }));
    const removed = await release(offloaded, { fields: ["context"] });
    expect(removed).toEqual([expect.stringMatching(/^mem:\/\/default\/message\./), address.text]);
    expect(await release(offloaded, { fields: ["context"] })).toEqual([]);
    await expect(kstash.retrieve(address)).rejects.toThrow(StashNotFound);
  });

  test("leaves plain addresses in other fields alone", async () => {
    const { release, kstash, calls } = setUp();
    const { address } = await kstash.create("context", large);
    expect(await release({ context: address.text })).toEqual([]);
    expect(calls.remove).toBe(0);
  });

  test("has nothing to remove of an inline address", async () => {
    const { release, calls } = setUp();
    expect(await release({ a: referenceTo("inline://default/message?data=DA%3D%3D") })).toEqual([]);
    expect(calls.remove).toBe(0);
  });

  test("names the field where it fails, and can be called again", async () => {
    let broken = true;
    const { offload, release, memory } = setUp(
      {},
      {
        remove: (address, context) => {
          if (broken) throw new Error("down");
          return memory.remove!(address, context);
        },
      },
    );
    const offloaded = sent(await offload({ body: large }));
    await expect(release(offloaded)).rejects.toThrow(/^field "body": .*down/);
    broken = false;
    await expect(release(offloaded)).resolves.toHaveLength(1);
  });

  test("what a broker delivers again after it is a StashNotFound, not a pointer as data", async () => {
    const { offload, release, hydrate } = setUp();
    const offloaded = sent(await offload({ body: large }));
    await hydrate(offloaded);
    await release(offloaded);
    await expect(hydrate(offloaded)).rejects.toThrow(StashNotFound);
  });
});
