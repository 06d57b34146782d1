import { describe, expect, test } from "@jest/globals";
import { codecCases } from "../src/index.js";
import { outcomesOf } from "./outcomes.js";
import { taggedJson } from "./reference/tagged-json.js";

const harness = {
  codec: () => taggedJson,
  hostile: { "an unknown tag": Buffer.from('["x"]'), "a text that is no UTF-8": Buffer.of(0xff) },
};

describe("a small correct codec", () => {
  for (const { title, run } of codecCases(harness)) test(title, run);

  test("is checked for everything", async () => {
    const outcomes = await outcomesOf(codecCases(harness));
    expect(new Set(outcomes.values())).toEqual(new Set(["passed"]));
  });
});
