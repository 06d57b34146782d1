import { expect, test } from "@jest/globals";
import { totalLength } from "../src/index.js";

test.each([
  ["bytes 0-9/1234", 10, 1234],
  ["bytes 0-9/*", 10, undefined],
  [undefined, 10, 10],
  [undefined, undefined, undefined],
])(
  "an answer with Content-Range %j and Content-Length %j: %j bytes in all",
  (range, length, total) => {
    expect(totalLength(range, length)).toBe(total);
  },
);
