import { afterEach, expect, jest, test } from "@jest/globals";
import { timed } from "../src/distance.js";

afterEach(() => void jest.restoreAllMocks());

test.each([
  [10, false],
  [11, true],
])("a store that takes %d ms to answer is far away: %s", async (ms, isFar) => {
  jest
    .spyOn(performance, "now")
    .mockReturnValueOnce(100)
    .mockReturnValueOnce(100 + ms);
  expect(await timed(async () => "answer")).toEqual({ answer: "answer", isFar });
});
