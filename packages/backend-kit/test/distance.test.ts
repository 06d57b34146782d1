import { afterEach, expect, jest, test } from "@jest/globals";
import { Distance } from "../src/distance.js";

afterEach(() => void jest.restoreAllMocks());

test("a store is as far away as its quickest answer", async () => {
  const now = jest.spyOn(performance, "now");
  const distance = new Distance();
  const answer = (ms: number) => {
    now.mockReturnValueOnce(100).mockReturnValueOnce(100 + ms);
    return distance.timed(async () => "answer");
  };
  expect(await answer(11)).toBe("answer");
  expect(distance.isFar).toBe(true);
  await answer(10);
  expect(distance.isFar).toBe(false);
  await answer(1000);
  expect(distance.isFar).toBe(false);
});
