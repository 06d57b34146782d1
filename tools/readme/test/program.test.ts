import { describe, expect, test } from "@jest/globals";
import { matches, programOf } from "../src/program.js";

describe("programOf", () => {
  test("takes the comment behind each print, and the comments right below it", () => {
    const { code, expected } = programOf(
      [
        "const x: number = 1; // not a print",
        "console.log(x); // 1",
        "console.log(",
        "  x,",
        "); // 1",
        "// and more",
        "if (x) console.log(x);",
        "// its own line",
        "",
        "// not this one",
        "console.log(x);",
      ].join("\n"),
    );
    expect(expected).toEqual(["1", "1\nand more", "its own line", undefined]);
    expect(code).toContain("print(3)(x)");
    expect(code).not.toContain("console.log");
  });
});

describe("matches", () => {
  test.each([
    ["a.b", "a.b", true],
    ["a.b", "axb", false],
    ["s3://x.…", "s3://x.0f", true],
    ["…end", "the\nend", true],
    ["a", "a\nb", false],
    ["a…c…", "abcd", true],
  ])("%j, printed %j: %j", (expected, printed, result) => {
    expect(matches(expected, printed)).toBe(result);
  });
});
