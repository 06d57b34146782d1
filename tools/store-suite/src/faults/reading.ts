import { expect, test } from "@jest/globals";
import { Config, type StoredStream } from "@kstash/core";
import type { FaultStage } from "../stage.js";
import { at, bytesOf, eventually, holds, raw, rejection } from "../helpers.js";
import { asksFrom } from "../store.js";

const MIB = 1024 * 1024;
const isSecond = asksFrom(MIB);

/** What may go wrong while an object is read. */
export function readingCases({ store, proxy, backend, kstash, ranges }: FaultStage): void {
  const stored = async (name: string, length = 300_000) => {
    const { create, retrieve } = kstash({ parallelAboveBytes: MIB });
    const { address } = await create(name, bytesOf(length), at);
    proxy().clear();
    return { address, retrieve, bytes: bytesOf(length) };
  };

  test("one request for a small object", async () => {
    const { address, retrieve } = await stored("one");
    await retrieve(address);
    expect(ranges()).toEqual([`bytes=0-${MIB - 1}`]);
  });

  test("an answer that breaks off: only the rest is asked for", async () => {
    const { address, retrieve, bytes } = await stored("cut");
    void proxy().next({ cutAfter: 100_000 });
    expect(await holds(retrieve(address), bytes)).toBe(true);
    expect(ranges()).toHaveLength(2);
    const [, from = 0, to] = /bytes=(\d+)-(\d+)/.exec(ranges()[1] ?? "") ?? [];
    expect(Number(from)).toBeGreaterThan(0);
    expect(Number(from)).toBeLessThanOrEqual(100_000);
    expect(Number(to)).toBe(bytes.length - 1);
  });

  test("a body that comes slowly, in small pieces, is read by one request", async () => {
    const { address, retrieve, bytes } = await stored("slow");
    void proxy().next({ pieces: 100 });
    expect(await holds(retrieve(address), bytes)).toBe(true);
    expect(ranges()).toHaveLength(1);
  });

  test("an answer that breaks off again and again: an error", async () => {
    const { address, retrieve } = await stored("cut-again");
    void proxy().next({ cutAfter: 1000, times: Infinity });
    const error = await rejection(retrieve(address));
    expect(error).toMatchObject({ code: "BACKEND_REMOTE_ERROR" });
    expect(error.message).toContain("the answer broke off");
    expect(ranges()).toHaveLength(3);
  });

  test("bytes that are changed on their way are refused", async () => {
    const { address, retrieve } = await stored("flipped");
    void proxy().next({ changeAnswer: true });
    expect(await rejection(retrieve(address))).toMatchObject({ code: "STASH_CORRUPTED" });
  });

  test("a large object in ranges, in order, and one of them breaks off", async () => {
    const { address, retrieve, bytes } = await stored("ranges", 7 * MIB + 5);
    void proxy().next({ when: isSecond, cutAfter: 50_000 });
    expect(await holds(retrieve(address), bytes)).toBe(true);
    // The first, six of 1 MiB, the last 5 bytes, and a rest.
    expect(ranges()).toHaveLength(9);
  });

  test("an abort in mid-body ends all requests, and frees their sockets", async () => {
    const { address, retrieve } = await stored("stalled", 7 * MIB);
    const stalled = proxy().next({ when: isSecond, stallAfter: 1000 });
    const controller = new AbortController();
    const reading = retrieve(address, { signal: controller.signal });
    reading.catch(() => {});
    await stalled;
    controller.abort(new Error("enough"));
    await expect(reading).rejects.toThrow("enough");
    await eventually(() => proxy().stalled === 0);
  });

  test("a stream that is left early ends all requests, also one that is silent", async () => {
    const { address } = await stored("left", 7 * MIB);
    void proxy().next({ when: isSecond, stallAfter: 1000 });
    const { get } = backend({ parallelAboveBytes: MIB });
    const { body } = (await get(address, { config: new Config() })) as StoredStream;
    for await (const _ of body) {
      await eventually(() => proxy().requests.length === 7);
      break;
    }
    await eventually(() => proxy().stalled === 0);
  });

  test("an object that is written again while it is read is read on", async () => {
    const { address, retrieve, bytes } = await stored("renewed", 4 * MIB);
    const cut = proxy().next({ when: isSecond, stallAfter: 1000 });
    const reading = holds(retrieve(address), bytes);
    await cut;
    await store().write(address.key, bytes, raw.contentType);
    proxy().endStalled();
    expect(await reading).toBe(true);
  });

  test("an object that is removed while it is read: not found", async () => {
    const { address, retrieve } = await stored("removed", 4 * MIB);
    const cut = proxy().next({ when: isSecond, stallAfter: 1000 });
    const reading = rejection(retrieve(address));
    await cut;
    await store().remove(address.key);
    proxy().endStalled();
    const error = await reading;
    expect(error).toMatchObject({ code: "STASH_NOT_FOUND" });
    expect(error.message).toContain("it was removed while it was read");
  });
}
