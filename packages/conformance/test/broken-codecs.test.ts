import { describe, expect, test } from "@jest/globals";
import { codecCases } from "../src/index.js";
import { decoding } from "./broken/codecs-decoding.js";
import { encoding } from "./broken/codecs-encoding.js";
import { headers } from "./broken/codecs-headers.js";
import { refusals } from "./broken/codecs-refusals.js";
import { values } from "./broken/codecs-values.js";
import { failuresOf } from "./outcomes.js";

const codecs = { ...values, ...refusals, ...encoding, ...decoding, ...headers };

describe("a codec that", () => {
  test.each(Object.entries(codecs))("%s", async (_, { codec, harness, fails }) => {
    const failures = await failuresOf(codecCases({ codec: () => codec, ...harness }));
    const expected = Object.entries(fails).map(([title, message]) => [
      title,
      expect.stringMatching(message),
    ]);
    expect(failures).toEqual(Object.fromEntries(expected));
  });

  test("is one of at least ten", () => {
    expect(Object.keys(codecs).length).toBeGreaterThanOrEqual(10);
  });
});
