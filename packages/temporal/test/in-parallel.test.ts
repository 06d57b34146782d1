import { describe, expect, test } from "@jest/globals";
import { inParallel } from "../src/in-parallel.js";

const tick = () => new Promise(setImmediate);
/** Ends when the signal fires, and only then. */
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });

describe("inParallel", () => {
  test("answers in the items' order, whichever ends first", async () => {
    const ends: (() => void)[] = [];
    const results = inParallel([0, 1, 2], 3, undefined, async (item) => {
      await new Promise<void>((resolve) => (ends[item] = resolve));
      return item * 10;
    });
    for (const end of ends.toReversed()) {
      end();
      await tick();
    }
    expect(await results).toEqual([0, 10, 20]);
    expect(await inParallel([], 3, undefined, async () => 1)).toEqual([]);
  });

  test("the first failure stops those in flight and starts no more; it is thrown once they ended", async () => {
    const failure = new Error("first");
    const started: number[] = [];
    const reasons: unknown[] = [];
    const results = inParallel([0, 1, 2, 3, 4], 3, undefined, async (item, signal) => {
      started.push(item);
      if (item === 1) throw failure;
      await untilAborted(signal).catch((reason: unknown) => void reasons.push(reason));
      await tick();
      throw new Error("later");
    });
    await expect(results).rejects.toBe(failure);
    expect(started).toEqual([0, 1, 2]);
    expect(reasons).toEqual([failure, failure]);
  });

  test("the caller's abort stops all, with its reason", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    let started = 0;
    const results = inParallel([0, 1, 2, 3], 2, controller.signal, (_, signal) => {
      started += 1;
      return untilAborted(signal);
    });
    controller.abort(reason);
    await expect(results).rejects.toBe(reason);
    expect(started).toBe(2);
    const task = async () => void (started += 1);
    await expect(inParallel([0], 2, controller.signal, task)).rejects.toBe(reason);
    expect(started).toBe(2);
  });
});
