import { describe, expect, test } from "@jest/globals";
import { codecCases } from "../src/index.js";
import { outcomesOf } from "./outcomes.js";
import { rawBytes } from "./reference/raw-bytes.js";
import { taggedJson } from "./reference/tagged-json.js";

const harness = {
  codec: () => taggedJson,
  hostile: { "an unknown tag": Buffer.from('["x"]'), "a text that is no UTF-8": Buffer.of(0xff) },
};

describe("a small correct codec", () => {
  for (const { title, run } of codecCases(harness)) test(title, run);

  test("is checked for everything but what it has not", async () => {
    const outcomes = [...(await outcomesOf(codecCases(harness)))];
    const others = outcomes.filter(([, outcome]) => outcome !== "passed");
    expect(new Set(others.map(([, outcome]) => outcome))).toEqual(
      new Set(["skipped: it has no bytesHeader"]),
    );
  });
});

describe("a small correct codec that knows headers of bytes", () => {
  for (const { title, run } of codecCases({ codec: () => rawBytes })) test(title, run);

  test("is checked for them", async () => {
    const outcomes = await outcomesOf(codecCases({ codec: () => rawBytes }));
    expect([...outcomes.values()].filter((outcome) => outcome !== "passed")).toEqual([
      "skipped: the harness has no hostile bytes",
    ]);
  });
});
