import { describe, expect, test } from "@jest/globals";
import { codecCases } from "../src/index.js";
import { brokenCodecs } from "./broken/codecs.js";
import { failuresOf } from "./outcomes.js";
import { taggedJson } from "./reference/tagged-json.js";

describe("a codec that", () => {
  test.each(Object.entries(brokenCodecs))("%s", async (_, { codec, harness, fails }) => {
    const failures = await failuresOf(codecCases({ codec: () => codec, ...harness }));
    const expected = Object.entries(fails).map(([title, message]) => [
      title,
      expect.stringMatching(message),
    ]);
    expect(failures).toEqual(Object.fromEntries(expected));
  });

  test("is there for every case", () => {
    const failed = new Set(Object.values(brokenCodecs).flatMap(({ fails }) => Object.keys(fails)));
    const titles = codecCases({ codec: () => taggedJson }).map(({ title }) => title);
    expect(titles.filter((title) => !failed.has(title))).toEqual([]);
    expect(Object.keys(brokenCodecs).length).toBeGreaterThanOrEqual(10);
  });
});
