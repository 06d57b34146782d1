import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { race, ratioOf } from "../src/harness/race.js";
import { spreadOf } from "../src/harness/statistics.js";

describe("a spread", () => {
  test.each([
    [[5], { low: 5, median: 5, high: 5 }],
    [[3, 1, 2], { low: 1.5, median: 2, high: 2.5 }],
    [[4, 1, 3, 2], { low: 1.75, median: 2.5, high: 3.25 }],
    [[10, 1, 1, 1, 1000], { low: 1, median: 1, high: 10 }],
  ])("of %j is %j", (values, spread) => {
    expect(spreadOf(values)).toEqual(spread);
  });

  test("has about half of the values within its quartiles, whatever their order", () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const { low, median, high } = spreadOf(values);
        expect(low).toBeLessThanOrEqual(median);
        expect(median).toBeLessThanOrEqual(high);
        const within = values.filter((value) => value >= low && value <= high);
        expect(within.length).toBeGreaterThanOrEqual(Math.floor(values.length / 2) - 1);
        expect(spreadOf(values.toReversed())).toEqual({ low, median, high });
      }),
    );
  });

  test("of nothing is refused", () => {
    expect(() => spreadOf([])).toThrow(RangeError);
  });
});

describe("a race", () => {
  const timing = (name: string, wall: number[]) => ({ name, wall, cpu: 1 });

  test("is compared round by round, so that a slow round slows nobody in particular", () => {
    const ratio = ratioOf(timing("ours", [2, 200, 2]), timing("floor", [1, 100, 1]));
    expect(ratio).toEqual({ low: 2, median: 2, high: 2 });
  });

  test("gives each contender one sample a round, each round beginning with another", async () => {
    const calls: string[] = [];
    const contender = (name: string) => ({
      name,
      before: () => calls.push(`before ${name}`),
      run: () => calls.push(name),
      after: () => calls.push(`after ${name}`),
    });
    const said: string[] = [];
    const timings = await race([contender("a"), contender("b")], {
      rounds: 2,
      progress: (text) => said.push(text),
    });
    expect(timings.map(({ name, wall }) => [name, wall.length])).toEqual([
      ["a", 2],
      ["b", 2],
    ]);
    expect(calls.filter((call) => !call.includes(" "))).toEqual(["a", "b", "b", "a", "a", "b"]);
    expect(calls.slice(0, 3)).toEqual(["before a", "a", "after a"]);
    expect(said.at(-1)).toBe("round 2 of 2");
  });
});
